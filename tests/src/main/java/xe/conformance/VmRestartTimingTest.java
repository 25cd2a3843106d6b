// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EPERM;

import org.junit.jupiter.api.Test;
import xe.drm.Batch;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** When the pause of a VM ends: with the call that ends it, not with what the worker does later. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class VmRestartTimingTest {
    private static final int ROUNDS = 8;
    private static final long ELSEWHERE = 0x7000_0000L;

    @Test
    @Rule("VMR-017")
    void aSecondRestartRightBehindTheFirstFindsNothingPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(stopped.vm().tryRestart()).succeeds();
                assertThat(stopped.vm().tryRestart()).failsWith(EALREADY);
                stopped.assertGoesOn();
                stopped.fail();
                stopped.expectEvent(pipe, ENOSPC);
            }
        }
    }

    @Test
    @Rule("VMR-019")
    void rightBehindAnExecThereIsNothingToRestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(stopped.job().tryResubmit()).succeeds();
                assertThat(stopped.vm().tryRestart()).failsWith(EALREADY);
                stopped.assertGoesOn();
                stopped.fail();
                stopped.expectEvent(pipe, ENOSPC);
            }
        }
    }

    @Test
    @Rule("VMR-019")
    void anExecOnAnotherQueueOfThePausedVmRestartsItToo(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, faults);
                NativeMemory code = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            new Batch().end().writeTo(code.segment());
            victim.vm().bindUserptr(code.address(), code.size(), ELSEWHERE);
            victim.fail();
            victim.expectEvent(pipe, ENOSPC);
            faults.failRebind(1);
            ExecQueue newer = victim.vm().createQueue(); // makes the worker run, which fails again (RBW-027)
            victim.expectEvent(pipe, ENOSPC);

            assertThat(newer.tryExec(ELSEWHERE)).succeeds();
            victim.assertGoesOn();
            assertThat(victim.vm().tryRestart()).failsWith(EALREADY);
            newer.destroy();
        }
    }

    @Test
    @Rule("VMR-020")
    void whatIsLeftOfAPauseThatEndedByItselfIsTakenOnce(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.vm().createQueue(); // makes the worker run
            stopped.assertGoesOn();

            assertThat(stopped.vm().tryRestart()).succeeds();
            assertThat(stopped.vm().tryRestart()).failsWith(EALREADY);
            stopped.assertGoesOn();
        }
    }

    @Test
    @Rule("VMR-030")
    void aRestartThatMeetsAnErrorForGoodKillsThePausedVm(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.job().revokeWrite();

            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.expectEvent(pipe, EPERM);
            assertThat(stopped.vm().tryRestart()).failsWith(ENOENT);
            assertThat(stopped.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
        }
    }
}
