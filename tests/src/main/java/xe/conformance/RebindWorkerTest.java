// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.ETIME;
import static xe.kernel.Errno.OK;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Batch;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;
import xe.watch.NotificationPipe;

/** The runs of the preempt-rebind worker: when one succeeds, when it pauses the VM, and when nothing is heard of it. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class RebindWorkerTest {
    private static final Duration A_WHILE = Duration.ofMillis(20);
    private static final long HOLE = 0x1_2345_6000L;
    private static final long ELSEWHERE = 0x7000_0000L;

    @Test
    @Rule("RBW-003")
    void aVanishedUserptrRangeIsNoError(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = RebindVictim.restartable(file);
        try (NativeMemory gone = NativeMemory.allocate(file.kernel(), 2 * Abi.PAGE_SIZE);
                LongRunningJob job = LongRunningJob.start(vm)) {
            vm.bindUserptr(gone.address(), gone.size(), ELSEWHERE);
            gone.unmap();

            RebindVictim.assertGoesOn(job);
            assertThat(vm.tryRestart()).failsWith(EALREADY);
        }
        RebindVictim.expectNoEarlierEvent(file, pipe, faults);
    }

    @Test
    @Rule("RBW-004")
    void anIdleVmIsDeactivatedBeforeAnythingCanFail(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        faults.failRebind(1);
        Vm vm = RebindVictim.restartable(file);
        vm.createQueue().destroy();

        assertEventually(file.device().deadline(), OK, vm::tryRestart).ignore();
        assertEqual("failures left", 1, faults.rebind().timesLeft());
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("RBW-006")
    @Requires(Feature.NO_FORCED_SCRATCH)
    void theFenceOfAQueueThatWasResetCountsAsDone(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = RebindVictim.restartable(file);
        try (LongRunningJob job = LongRunningJob.start(vm);
                NativeMemory code = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            new Batch().store(HOLE, 1).end().writeTo(code.segment());
            vm.bindUserptr(code.address(), code.size(), ELSEWHERE);
            ExecQueue reset = vm.createQueue();
            reset.exec(ELSEWHERE);
            assertEventually(file.device().deadline(), ECANCELED, () -> reset.tryExec(ELSEWHERE))
                    .ignore();

            job.triggerPreemption();
            RebindVictim.assertGoesOn(job);
            assertThat(vm.tryRestart()).failsWith(EALREADY);
            reset.destroy();
        }
        RebindVictim.expectNoEarlierEvent(file, pipe, faults);
    }

    @Test
    @Rule("RBW-008")
    void aReplacedPageIsMappedAgain(DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        try (LongRunningJob job = LongRunningJob.start(vm);
                NativeMemory data = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE);
                NativeMemory code = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            new Batch().store(ELSEWHERE, 0x600d).end().writeTo(code.segment());
            vm.bindUserptr(data.address(), data.size(), ELSEWHERE);
            vm.bindUserptr(code.address(), code.size(), ELSEWHERE + Abi.PAGE_SIZE);
            data.replace();
            RebindVictim.assertGoesOn(job);

            ExecQueue queue = vm.createQueue();
            long fence = code.address() + Abi.PAGE_SIZE / 2;
            queue.exec(ELSEWHERE + Abi.PAGE_SIZE, ELSEWHERE + Abi.PAGE_SIZE + Abi.PAGE_SIZE / 2, 1);
            assertThat(UserFence.tryAwait(file, fence, 1, request -> {})).succeeds();
            assertEqual("the new page", 0x600d, data.segment().get(ValueLayout.JAVA_INT, 0));
            queue.destroy();
        }
    }

    @Test
    @Rule("RBW-009")
    void theEventIsThereWhenACallThatTakesTheLockFindsTheVmBanned(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        for (int round = 0; round < 8; round++) {
            try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
                killed.kill();
                assertEventually(file.device().deadline(), ENOENT, () -> unbindNothing(killed.vm()))
                        .ignore();

                assertThat(pipe.drain()).hasSize(1);
            }
        }
    }

    /** Waits for the VM's lock, and changes nothing. */
    private static Outcome unbindNothing(Vm vm) {
        return vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                .set("bind.range", Abi.PAGE_SIZE)
                .set("bind.addr", HOLE));
    }

    @Test
    @Rule("RBW-009")
    void theEventIsThereWhenTheKillShows(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        for (int round = 0; round < 8; round++) {
            try (KilledVm killed = KilledVm.alive(file, LR_MODE)) {
                killed.kill();
                killed.awaitBan();

                assertThat(pipe.drain()).hasSize(1);
            }
        }
    }

    @Test
    @Rule("RBW-009")
    void theStateIsThereWhenAListenerAsksForARestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).succeeds(); // EALREADY would mean that the state came later
        }
    }

    @Test
    @Rule("RBW-010")
    void enospcPausesAndKillsNothing(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            staysAlive(stopped);
        }
    }

    @Test
    @Rule("RBW-010")
    @Requires(Feature.FAIL_FUNCTION)
    void enomemPausesAndKillsNothing(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(ENOMEM, file, pipe, faults)) {
            staysAlive(stopped);
        }
    }

    private static void staysAlive(RebindVictim stopped) {
        assertFalse("the queue is banned", stopped.job().queue().isBanned());
        assertThat(stopped.vm().tryRestart()).succeeds();
        stopped.assertGoesOn();
    }

    @Test
    @Rule("RBW-012")
    void aSuccessfulRunResumesTheQueue(DrmFile file) {
        Vm vm = RebindVictim.restartable(file);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            for (int round = 0; round < 8; round++) {
                job.triggerPreemption();
                RebindVictim.assertGoesOn(job);
            }
            assertThat(vm.tryRestart()).failsWith(EALREADY);
        }
    }

    @Test
    @Rule("RBW-013")
    void runsThatSucceedPostNothing(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (LongRunningJob job = LongRunningJob.start(RebindVictim.restartable(file))) {
            for (int round = 0; round < 4; round++) {
                job.triggerPreemption();
                RebindVictim.assertGoesOn(job);
            }
        }
        RebindVictim.expectNoEarlierEvent(file, pipe, faults);
    }

    @Test
    @Rule("RBW-019")
    void aPausedJobNeitherEndsNorIsBanned(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.job().letEnd();

            assertThat(stopped.job().tryAwaitEnd(A_WHILE)).failsWith(ETIME);
            assertFalse("the queue is banned", stopped.job().queue().isBanned());
        }
    }

    @ParameterizedTest(name = "{0} failures")
    @ValueSource(ints = {1, 2, 5})
    @Rule("RBW-024")
    void everyFailedRestartIsOneMoreEvent(int failures, DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(failures);
            for (int i = 0; i < failures; i++) {
                stopped.vm().restart();
                stopped.expectEvent(pipe, ENOSPC);
            }
            stopped.vm().restart();
            stopped.assertGoesOn();
            assertThat(pipe.drain()).isEmpty();
        }
    }
}
