// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/** What a VM and its queues are like once the rebind worker has killed them. */
@ExpectsLog(RebindVictim.KILL_IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class RebindWorkerKillTest {
    private static final int WARNING = 4;

    private static RebindVictim killed(DrmFile file, NotificationPipe pipe, Faults faults) {
        RebindVictim stopped = RebindVictim.stopped(file, LR_MODE, pipe, faults);
        assertThat(stopped.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
        return stopped;
    }

    @Test
    @Rule("RBW-001")
    void theWorkerOfABannedVmPostsNothingMore(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(LR_MODE);
        try (LongRunningJob first = LongRunningJob.start(vm);
                LongRunningJob second = LongRunningJob.start(vm)) {
            faults.failRebind(1);
            first.triggerPreemption(); // the fence of each queue makes the worker run
            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            assertThat(first.tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            assertThat(second.tryAwaitEnd(file.device().deadline())).failsWith(EIO);
        }
        expectOnlyTheNextKill(file, pipe, faults);
    }

    private static void expectOnlyTheNextKill(DrmFile file, NotificationPipe pipe, Faults faults) {
        Vm witness = file.createVm(LR_MODE);
        try (var job = LongRunningJob.start(witness)) {
            faults.failRebind(1);
            job.triggerPreemption();
            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, witness.id(), ENOSPC);
        }
    }

    @Test
    @Rule({"RBW-011", "EQC-031"})
    void anErrorKillsAVmThatIsNotRestartable(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = killed(file, pipe, faults)) {
            assertTrue("the queue is banned", stopped.job().queue().isBanned());
            assertThat(stopped.vm().tryCreateQueue()).failsWith(ENOENT);
            assertThat(stopped.vm().tryRestart()).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("RBW-011")
    @Requires({Feature.VM_RESTART, Feature.FAIL_FUNCTION})
    void anotherErrorKillsARestartableVmToo(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(EIO, file, LR_MODE | RESTARTABLE, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).failsWith(ENOENT);
            assertThat(stopped.vm().tryCreateQueue()).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("RBW-011")
    @Requires(Feature.KMSG)
    void aKillIsAWarningInTheKernelLog(DrmFile file, NotificationPipe pipe, Faults faults, KernelLog log) {
        log.mark();
        try (RebindVictim stopped = killed(file, pipe, faults)) {
            assertTrue(
                    "the kernel log warns of VM worker error: -28",
                    contains(log.read(), WARNING, "VM worker error: -28"));
        }
    }

    @Test
    @Rule({"RBW-010", "FLT-038"})
    @Requires({Feature.VM_RESTART, Feature.KMSG})
    void aPauseIsNoWarningInTheKernelLog(DrmFile file, NotificationPipe pipe, Faults faults, KernelLog log) {
        log.mark();
        try (RebindVictim stopped = RebindVictim.stopped(file, LR_MODE | RESTARTABLE, pipe, faults)) {
            stopped.vm().restart();
            assertFalse("the kernel log warns of a VM worker error", contains(log.read(), WARNING, "VM worker error"));
        }
    }

    private static boolean contains(List<KernelLog.Line> lines, int level, String text) {
        return lines.stream()
                .anyMatch(line -> line.level() == level && line.message().contains(text));
    }

    @Test
    @Rule("RBW-020")
    void aKilledJobEndsInEioAndItsQueueIsBanned(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, LR_MODE, pipe, faults)) {
            assertThat(stopped.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            assertTrue("the queue is banned", stopped.job().queue().isBanned());
        }
    }

    @Test
    @Rule({"RBW-020", "RBW-021"})
    void execOnAKilledQueueGivesEcanceled(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = killed(file, pipe, faults)) {
            assertThat(stopped.job().tryResubmit()).failsWith(ECANCELED);
            assertThat(stopped.job().queue().tryExec(request -> request.set("num_batch_buffer", 0)))
                    .failsWith(ECANCELED);
        }
    }

    @ParameterizedTest(name = "{0} VMs")
    @ValueSource(ints = {1, 3})
    @Rule("RBW-023")
    void eachKilledVmIsOneEvent(int vms, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        for (int i = 0; i < vms; i++) {
            Vm vm = file.createVm(LR_MODE);
            try (var job = LongRunningJob.start(vm)) {
                faults.failRebind(1);
                job.triggerPreemption();
                assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
                assertThat(job.tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            }
        }
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("RBW-026")
    void theBanOfAQueueShowsAtTheLatestWhenItsJobEnds(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = killed(file, pipe, faults)) {
            assertTrue("the queue is banned", stopped.job().queue().isBanned());
        }
    }

    @Test
    @Rule("RBW-029")
    void theErrorOfAnEventIsANegativeErrno(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(LR_MODE);
        try (var job = LongRunningJob.start(vm)) {
            faults.failRebind(1);
            job.triggerPreemption();
            Notification.VmErr event = assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            assertEqual("error_code", ENOSPC.negated(), event.errorCode());
        }
    }
}
