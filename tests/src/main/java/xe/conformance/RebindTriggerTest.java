// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.OK;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What makes the preempt-rebind worker of a VM run, and which VMs have none. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class RebindTriggerTest {
    private static final long ELSEWHERE = 0x7000_0000L;

    @Test
    @Rule("RBW-014")
    void aPreemptFenceThatFinishedMakesTheWorkerRun(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = RebindVictim.restartable(file);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            faults.failRebind(1);
            job.triggerPreemption();
            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            vm.restart();
            RebindVictim.assertGoesOn(job);
        }
    }

    @Test
    @Rule("RBW-014")
    void destroyingAQueueMakesTheWorkerRun(DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        vm.createQueue().destroy();

        assertEventually(file.device().deadline(), OK, vm::tryRestart).ignore();
    }

    @Test
    @Rule("RBW-014")
    void vmRestartMakesTheWorkerRun(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            stopped.vm().restart();
            stopped.expectEvent(pipe, ENOSPC);
        }
    }

    @Test
    @Rule("RBW-014")
    void execMakesTheWorkerOfAPausedVmRun(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            assertThat(stopped.job().tryResubmit()).succeeds();
            stopped.expectEvent(pipe, ENOSPC);
        }
    }

    @Test
    @Rule("RBW-015")
    void theWorkerOfAPausedVmRunsOnAnyTrigger(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.vm().createQueue();

            stopped.assertGoesOn(); // nobody asked for a restart
        }
    }

    @Test
    @Rule("RBW-025")
    void anExecWithoutABatchDoesNotReactivate(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.job().queue().tryExec(request -> request.set("num_batch_buffer", 0)))
                    .succeeds();

            assertThat(stopped.vm().tryRestart()).succeeds(); // still paused
            stopped.assertGoesOn();
        }
    }

    @Test
    @Rule("RBW-027")
    void creatingAQueueOnAPausedVmSucceedsAndRetries(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            assertThat(stopped.vm().tryCreateQueue()).succeeds();
            stopped.expectEvent(pipe, ENOSPC);
        }
    }

    @Test
    @Rule("RBW-030")
    @Requires(Feature.USM)
    void aVmInFaultModeHasNoWorker(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (LongRunningJob job = LongRunningJob.start(file.createVm(LR_MODE | FAULT_MODE))) {
            faults.failRebind(1);
            job.triggerPreemption();
            RebindVictim.assertGoesOn(job);
            assertEqual("failures left", 1, faults.rebind().timesLeft());
        }
        RebindVictim.expectNoEarlierEvent(file, pipe, faults);
    }

    @Test
    @Rule("RBW-030")
    void aVmInDmaFenceModeHasNoWorker(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(0);
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            vm.createQueue();
            vm.bindUserptr(page.address(), page.size(), ELSEWHERE);
            faults.failRebind(1);
            page.unmap();
            assertEqual("failures left", 1, faults.rebind().timesLeft());
        }
        RebindVictim.expectNoEarlierEvent(file, pipe, faults);
    }
}
