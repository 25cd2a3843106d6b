// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.FaultingJob;
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
@ExpectsLog(KilledVm.IN_LOG)
@Requires(Feature.COMPUTE_JOB)
class RebindWorkerKillTest {
    private static final int WARNING = 4;

    @Test
    @Rule("RBW-001")
    @Requires(Feature.WATCH_QUEUE)
    void theWorkerOfABannedVmPostsNothingMore(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        try (KilledVm killed = KilledVm.alive(file, LR_MODE);
                LongRunningJob second = LongRunningJob.start(killed.vm())) {
            killed.kill(); // the fence of each queue makes the worker run
            killed.expectEvent(pipe);
            killed.awaitKill();
            assertThat(second.tryAwaitEnd(file.device().deadline())).failsWith(EIO);
        }
        expectOnlyTheNextKill(file, pipe);
    }

    private static void expectOnlyTheNextKill(DrmFile file, NotificationPipe pipe) {
        try (KilledVm witness = KilledVm.alive(file, LR_MODE)) {
            witness.kill();
            witness.expectEvent(pipe);
        }
    }

    @Test
    @Rule({"RBW-011", "EQC-031"})
    void anErrorKillsAVmThatIsNotRestartable(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertTrue("the queue is banned", killed.job().queue().isBanned());
            assertThat(killed.vm().tryCreateQueue()).failsWith(ENOENT);
        }
    }

    @Test
    @Rule({"RBW-011", "RBW-031"})
    @Requires(Feature.VM_RESTART)
    void anErrorThatDoesNotPassKillsARestartableVmToo(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE | RESTARTABLE)) {
            assertThat(killed.vm().tryRestart()).failsWith(ENOENT);
            assertThat(killed.vm().tryCreateQueue()).failsWith(ENOENT);
        }
    }

    @ParameterizedTest(name = "{0} queues")
    @ValueSource(ints = {2, 4})
    @Rule("RBW-011")
    void everyQueueOfTheVmIsKilled(int queues, DrmFile file) {
        List<LongRunningJob> jobs = new ArrayList<>();
        try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
            for (int i = 1; i < queues; i++) {
                jobs.add(LongRunningJob.start(killed.vm()));
            }
            killed.kill();
            killed.awaitKill();
            for (LongRunningJob job : jobs) {
                assertThat(job.tryAwaitEnd(file.device().deadline())).failsWith(EIO);
                assertTrue(
                        "queue " + job.queue().id() + " is banned", job.queue().isBanned());
                assertThat(job.tryResubmit()).failsWith(ECANCELED);
            }
        } finally {
            jobs.forEach(LongRunningJob::close);
        }
    }

    @Test
    @Rule("RBW-011")
    void theQueuesOfOtherVmsLiveOn(DrmFile file) {
        try (LongRunningJob older = LongRunningJob.start(file.createVm(LR_MODE));
                KilledVm killed = KilledVm.alive(file, LR_MODE);
                LongRunningJob newer = LongRunningJob.start(file.createVm(LR_MODE))) {
            killed.kill();
            killed.awaitKill();

            RebindVictim.assertGoesOn(older);
            RebindVictim.assertGoesOn(newer);
        }
    }

    @Test
    @Rule({"RBW-003", "RBW-031"})
    void aPageThatCannotBePinnedKillsAnIdleVmToo(DrmFile file) {
        try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
            killed.job().finish();
            killed.kill();

            assertEventually(file.device().deadline(), ENOENT, killed.vm()::tryCreateQueue)
                    .ignore();
        }
    }

    @Test
    @Rule("RBW-033")
    @Requires({Feature.WATCH_QUEUE, Feature.NO_FORCED_SCRATCH})
    void aQueueThatFaultsDiesAlone(DrmFile file, NotificationPipe pipe) {
        assertOnlyTheQueueDies(file, LR_MODE, pipe);
    }

    @Test
    @Rule("RBW-033")
    @Requires({Feature.WATCH_QUEUE, Feature.USM})
    void aQueueThatFaultsInFaultModeDiesAlone(DrmFile file, NotificationPipe pipe) {
        assertOnlyTheQueueDies(file, LR_MODE | FAULT_MODE, pipe);
    }

    private static void assertOnlyTheQueueDies(DrmFile file, int vmFlags, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        Vm vm = file.createVm(vmFlags);
        try (LongRunningJob before = LongRunningJob.start(vm)) {
            ExecQueue faulty = vm.createQueue();
            try (LongRunningJob behind = LongRunningJob.start(vm)) {
                FaultingJob.ban(faulty);

                RebindVictim.assertGoesOn(before);
                RebindVictim.assertGoesOn(behind);
            }
            assertThat(vm.tryCreateQueue()).succeeds();
        }
        expectOnlyTheNextKill(file, pipe);
    }

    @Test
    @Rule({"RBW-011", "FLT-038"})
    @Requires(Feature.KMSG)
    void aKillIsAWarningInTheKernelLog(DrmFile file, KernelLog log) {
        log.mark();
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertTrue(
                    "the kernel log warns of VM worker error: -1",
                    contains(log.read(), WARNING, "VM worker error: " + KilledVm.ERROR.negated()));
            assertThat(killed.vm().tryDestroy()).failsWith(EBUSY);
        }
    }

    @Test
    @Rule({"RBW-010", "FLT-038"})
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.KMSG})
    void aPauseIsNoWarningInTheKernelLog(DrmFile file, NotificationPipe pipe, Faults faults, KernelLog log) {
        log.mark();
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
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
    void aKilledJobEndsInEioAndItsQueueIsBanned(DrmFile file) {
        try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
            killed.kill();
            assertThat(killed.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            assertTrue("the queue is banned", killed.job().queue().isBanned());
        }
    }

    @Test
    @Rule({"RBW-020", "RBW-021"})
    void execOnAKilledQueueGivesEcanceled(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertThat(killed.job().tryResubmit()).failsWith(ECANCELED);
            assertThat(killed.job().queue().tryExec(request -> request.set("num_batch_buffer", 0)))
                    .failsWith(ECANCELED);
        }
    }

    @ParameterizedTest(name = "{0} VMs")
    @ValueSource(ints = {1, 3})
    @Rule("RBW-023")
    @Requires(Feature.WATCH_QUEUE)
    void eachKilledVmIsOneEvent(int vms, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        for (int i = 0; i < vms; i++) {
            try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
                killed.kill();
                killed.expectEvent(pipe);
                killed.awaitKill();
            }
        }
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("RBW-026")
    void theBanOfAQueueShowsAtTheLatestWhenItsJobEnds(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertTrue("the queue is banned", killed.job().queue().isBanned());
        }
    }

    @Test
    @Rule("RBW-029")
    @Requires(Feature.WATCH_QUEUE)
    void theErrorOfAnEventIsANegativeErrno(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
            killed.kill();
            Notification.VmErr event = assertThat(pipe.next())
                    .isVmErr(KilledVm.WATCH_ID, killed.vm().id(), KilledVm.ERROR);
            assertEqual("error_code", KilledVm.ERROR.negated(), event.errorCode());
        }
    }
}
