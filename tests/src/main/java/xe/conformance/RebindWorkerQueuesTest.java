// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.OK;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What the preempt-rebind worker does to each of several queues of a VM. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.COMPUTE_JOB})
class RebindWorkerQueuesTest {
    private static final int QUEUES = 3;
    private static final int ROUNDS = 8;

    @ParameterizedTest(name = "busy: queue {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("RBW-004")
    void aVmWithOneBusyQueueIsNotIdle(int busy, DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        createQueues(vm, busy);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            createQueues(vm, QUEUES - 1 - busy);

            job.triggerPreemption();
            RebindVictim.assertGoesOn(job);
            assertThat(vm.tryRestart()).failsWith(EALREADY);
        }
    }

    private static List<ExecQueue> createQueues(Vm vm, int count) {
        List<ExecQueue> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(vm.createQueue());
        }
        return queues;
    }

    @Test
    @Rule("RBW-012")
    void aSuccessfulRunResumesEveryQueue(DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        List<LongRunningJob> jobs = new ArrayList<>();
        try {
            for (int i = 0; i < QUEUES; i++) {
                jobs.add(LongRunningJob.start(vm));
            }
            for (LongRunningJob job : jobs) {
                job.triggerPreemption();
                jobs.forEach(RebindVictim::assertGoesOn);
            }
            assertThat(vm.tryRestart()).failsWith(EALREADY);
        } finally {
            jobs.forEach(LongRunningJob::close);
        }
    }

    @ParameterizedTest(name = "queue {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("RBW-014")
    void destroyingAnyQueueMakesTheWorkerRun(int destroyed, DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        List<ExecQueue> queues = createQueues(vm, QUEUES);
        assertThat(vm.tryRestart()).failsWith(EALREADY); // control: it has not run

        queues.get(destroyed).destroy();
        assertEventually(file.device().deadline(), OK, vm::tryRestart).ignore();
    }

    @Test
    @Rule("RBW-010")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION})
    void aPauseKillsNoneOfTwoQueues(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            ExecQueue newer = stopped.vm().createQueue(); // makes the worker run, which fails again (RBW-027)
            stopped.expectEvent(pipe, ENOSPC);
            assertThat(stopped.vm().tryRestart()).succeeds(); // takes the VM's lock, so the state is there

            assertFalse("the older queue is banned", stopped.job().queue().isBanned());
            assertFalse("the newer queue is banned", newer.isBanned());
            stopped.assertGoesOn();
        }
    }

    @Test
    @Rule("RBW-011")
    void queuesWithoutAJobAreKilledToo(DrmFile file) {
        try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
            List<ExecQueue> idle = createQueues(killed.vm(), QUEUES - 1);
            killed.kill();
            killed.awaitKill();
            assertThat(killed.vm().tryCreateQueue()).failsWith(ENOENT); // takes the VM's lock, so the state is there

            for (ExecQueue queue : idle) {
                assertTrue("queue " + queue.id() + " is banned", queue.isBanned());
            }
        }
    }

    @Test
    @Rule("RBW-009")
    void theVmIsBannedWhenItsQueueShowsIt(DrmFile file) {
        for (int round = 0; round < ROUNDS; round++) {
            try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
                killed.kill();
                killed.awaitBan();

                assertThat(killed.vm().tryCreateQueue()).failsWith(ENOENT);
            }
        }
    }
}
