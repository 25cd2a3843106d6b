// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.ETIME;
import static xe.kernel.Errno.OK;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Deadline;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What VM_RESTART answers in each state of a VM: idle, running, paused, killed. */
@Requires(Feature.VM_RESTART)
class VmRestartStateTest {
    private static final Duration A_WHILE = Duration.ofMillis(20);

    private static Deadline deadline(Vm vm) {
        return vm.file().device().deadline();
    }

    @Test
    @Rule("VMR-013")
    void aVmWhoseLastQueueIsGoneCanBeRestarted(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        vm.createQueue().destroy();

        assertEventually(deadline(vm), OK, vm::tryRestart).ignore();
    }

    @Test
    @Rule("VMR-014")
    void rightAfterTheLastQueueWentBothAnswersAreRight(DrmFile file) {
        for (int round = 0; round < 16; round++) {
            Vm vm = file.createVm(LR_MODE | RESTARTABLE);
            vm.createQueue().destroy();

            assertThat(vm.tryRestart()).givesOneOf(OK, EALREADY);
        }
    }

    @Test
    @Rule("VMR-015")
    @Requires(Feature.COMPUTE_JOB)
    void aVmWithIdleQueuesCanBeRestartedAfterAPreemption(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            job.finish();
            job.triggerPreemption();

            assertEventually(deadline(vm), OK, vm::tryRestart).ignore();
        }
    }

    @Test
    @Rule("VMR-016")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aPausedVmIsRestartedAndItsJobGoesOn(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.assertGoesOn();
            stopped.job().finish();
        }
    }

    @Test
    @Rule("VMR-017")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void onceTheJobRunsAgainThereIsNothingToRestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.vm().restart();
            stopped.assertGoesOn();

            assertThat(stopped.vm().tryRestart()).failsWith(EALREADY);
        }
    }

    @Test
    @Rule("VMR-018")
    @Requires(Feature.COMPUTE_JOB)
    void aHealthyRunningVmGivesEalready(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            assertThat(vm.tryRestart()).failsWith(EALREADY);
            job.triggerPreemption();
            RebindVictim.assertGoesOn(job);
            assertThat(vm.tryRestart()).failsWith(EALREADY);
        }
    }

    @Test
    @Rule("VMR-019")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void execOnAPausedVmRestartsIt(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.job().tryResubmit()).succeeds();
            stopped.assertGoesOn();

            assertThat(stopped.vm().tryRestart()).failsWith(EALREADY);
        }
    }

    @Test
    @Rule("VMR-020")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aVmThatRecoveredByItselfCanStillBeRestarted(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.vm().createQueue(); // makes the worker run
            stopped.assertGoesOn();

            assertThat(stopped.vm().tryRestart()).succeeds();
        }
    }

    @Test
    @Rule("VMR-009")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aKilledVmThatIsNotRestartableGivesEinval(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertThat(killed.vm().tryRestart()).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("VMR-010")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aKilledRestartableVmGivesEnoent(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE | RESTARTABLE)) {
            assertThat(killed.vm().tryRestart()).failsWith(ENOENT);
            assertThat(killed.vm().tryGetProperty()).succeeds(); // the VM itself is still there
        }
    }

    @Test
    @Rule("VMR-037")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void fieldsBeatTheBanOfAVm(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE | RESTARTABLE)) {
            assertThat(killed.vm().tryRestart()).failsWith(ENOENT);
            assertThat(killed.vm().tryRestart(request -> request.set("pad", 1))).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("VMR-029")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aListenerThatRestartsAtOnceNeverComesTooEarly(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            for (int round = 0; round < 16; round++) {
                assertThat(stopped.vm().tryRestart()).succeeds();
                stopped.assertGoesOn();
                stopped.fail();
                stopped.expectEvent(pipe, ENOSPC);
            }
        }
    }

    @Test
    @Rule("VMR-030")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void successMeansQueuedAndAFurtherFailureIsANewEvent(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.expectEvent(pipe, ENOSPC);

            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.assertGoesOn();
        }
    }

    @Test
    @Rule("VMR-035")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void ofTwoThreadsOneRestartsAndTheOtherFindsItDone(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults);
                Race race = new Race(file.device().deadline())) {
            for (int round = 0; round < 8; round++) {
                race.assertOneWins(stopped.vm()::tryRestart, EALREADY);
                stopped.assertGoesOn();
                stopped.fail();
                stopped.expectEvent(pipe, ENOSPC);
            }
        }
    }

    @Test
    @Rule("VMR-038")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aPausedVmWithoutQueuesGoesIdleWithoutAnEvent(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            faults.failRebind(1);
            stopped.job().queue().destroy();

            assertThat(stopped.vm().tryRestart()).succeeds();
            assertEventually(deadline(stopped.vm()), OK, stopped.vm()::tryRestart)
                    .ignore(); // the worker ran
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} calls")
    @ValueSource(ints = {64})
    @Rule("VMR-039")
    void restartingAnIdleVmAgainAndAgainGivesEitherAnswer(int calls, DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        vm.createQueue().destroy();
        assertEventually(deadline(vm), OK, vm::tryRestart).ignore();

        for (int call = 0; call < calls; call++) {
            assertThat(vm.tryRestart()).givesOneOf(OK, EALREADY);
            assertEventually(deadline(vm), OK, vm::tryRestart).ignore(); // the worker has found the VM idle again
        }
    }

    @Test
    @Rule("RBW-017")
    @Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aVmWithOneQueueStaysPausedUntilItIsRestarted(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.job().letEnd();
            assertThat(stopped.job().tryAwaitEnd(A_WHILE)).failsWith(ETIME);
            assertFalse("the paused job has ended", stopped.job().hasEnded());

            stopped.vm().restart();
            stopped.job().finish();
        }
    }
}
