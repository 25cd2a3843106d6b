// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** Which of several VMs VM_RESTART acts on, and what a VM leaves behind for the others. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class VmRestartPositionTest {
    private static final int VMS = 3;

    /** Paused VMs of one file, in the order of their ids. */
    private static final class Paused implements AutoCloseable {
        private final List<RebindVictim> all = new ArrayList<>();

        Paused(DrmFile file, NotificationPipe pipe, Faults faults) {
            file.watch(pipe, RebindVictim.WATCH_ID);
            for (int i = 0; i < VMS; i++) {
                all.add(RebindVictim.on(file, faults));
            }
            all.forEach(victim -> pause(victim, pipe));
        }

        void assertEachIsPausedBut(int one) {
            for (int i = 0; i < VMS; i++) {
                if (i != one) {
                    assertThat(all.get(i).vm().tryRestart()).succeeds();
                    all.get(i).assertGoesOn();
                }
            }
        }

        @Override
        public void close() {
            all.forEach(RebindVictim::close);
        }
    }

    private static void pause(RebindVictim victim, NotificationPipe pipe) {
        victim.fail();
        victim.expectEvent(pipe, ENOSPC);
    }

    @ParameterizedTest(name = "VM {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("VMR-041")
    void onlyTheVmThatIsNamedIsRestarted(int named, DrmFile file, NotificationPipe pipe, Faults faults) {
        try (LongRunningJob healthy = LongRunningJob.start(RebindVictim.restartable(file));
                Paused paused = new Paused(file, pipe, faults)) {
            RebindVictim one = paused.all.get(named);
            assertThat(one.vm().tryRestart()).succeeds();
            one.assertGoesOn();

            assertThat(one.vm().tryRestart()).failsWith(EALREADY);
            assertThat(healthy.queue().vm().tryRestart()).failsWith(EALREADY);
            paused.assertEachIsPausedBut(named);
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @ParameterizedTest(name = "VM {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("VMR-041")
    void theKillOfOneVmLeavesTheOthersPaused(int killed, DrmFile file, NotificationPipe pipe, Faults faults) {
        try (Paused paused = new Paused(file, pipe, faults)) {
            RebindVictim one = paused.all.get(killed);
            one.job().revokeWrite();
            one.vm().restart();
            one.expectEvent(pipe, KilledVm.ERROR);

            assertThat(one.vm().tryRestart()).failsWith(ENOENT);
            paused.assertEachIsPausedBut(killed);
        }
    }

    @ParameterizedTest(name = "VM {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("VMR-041")
    void theEndOfOneVmLeavesTheOthersPaused(int destroyed, DrmFile file, NotificationPipe pipe, Faults faults) {
        try (Paused paused = new Paused(file, pipe, faults)) {
            RebindVictim one = paused.all.get(destroyed);
            one.job().queue().destroy();
            one.vm().destroy();

            assertThat(one.vm().tryRestart()).failsWith(ENOENT);
            paused.assertEachIsPausedBut(destroyed);
        }
    }

    @Test
    @Rule("VMR-006")
    void ofTwoPausedVmsWithOneIdTheCallersOwnIsRestarted(RenderNode node, NotificationPipe pipe, Faults faults) {
        try (DrmFile left = node.open();
                DrmFile right = node.open()) {
            left.watch(pipe, RebindVictim.WATCH_ID);
            right.watch(pipe, RebindVictim.WATCH_ID);
            try (RebindVictim older = RebindVictim.on(left, faults);
                    RebindVictim newer = RebindVictim.on(right, faults)) {
                pause(older, pipe);
                pause(newer, pipe);
                assertEqual("vm_id", older.vm().id(), newer.vm().id());

                assertThat(newer.vm().tryRestart()).succeeds();
                newer.assertGoesOn();
                assertThat(older.vm().tryRestart()).succeeds(); // was paused until now
                older.assertGoesOn();
            }
        }
    }

    @Test
    @Rule("VMR-011")
    void aNewVmWithTheIdOfAPausedOneIsNotPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            stopped.job().queue().destroy();
            stopped.vm().destroy();
            Vm fresh = RebindVictim.restartable(file);

            assertEqual("vm_id", stopped.vm().id(), fresh.id());
            assertThat(fresh.tryRestart()).failsWith(EALREADY);
        }
    }

    @Test
    @Rule("VMR-011")
    void aNewVmWithTheIdOfAKilledOneIsNotBanned(DrmFile file) {
        Vm old;
        try (KilledVm killed = KilledVm.of(file, LR_MODE | RESTARTABLE)) {
            old = killed.vm();
        }
        old.destroy();
        Vm fresh = RebindVictim.restartable(file);

        assertEqual("vm_id", old.id(), fresh.id());
        assertThat(fresh.tryRestart()).failsWith(EALREADY);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pad", "DMA fence mode", "not RESTARTABLE", "nothing paused", "killed", "paused"})
    @Rule("VMR-042")
    void noAnswerHoldsTheVmBack(
            String state, RenderNode node, NotificationPipe events, NotificationPipe pipe, Faults faults) {
        try (DrmFile file = node.open()) {
            switch (state) {
                case "pad" ->
                    assertThat(RebindVictim.restartable(file).tryRestart(request -> request.set("pad", 1)))
                            .failsWith(EINVAL);
                case "DMA fence mode" ->
                    assertThat(file.createVm(0).tryRestart()).failsWith(EINVAL);
                case "not RESTARTABLE" ->
                    assertThat(file.createVm(LR_MODE).tryRestart()).failsWith(EINVAL);
                case "nothing paused" ->
                    assertThat(RebindVictim.restartable(file).tryRestart()).failsWith(EALREADY);
                case "killed" -> {
                    try (KilledVm killed = KilledVm.of(file, LR_MODE | RESTARTABLE)) {
                        assertThat(killed.vm().tryRestart()).failsWith(ENOENT);
                    }
                }
                default -> {
                    try (RebindVictim stopped = RebindVictim.stopped(file, events, faults)) {
                        assertThat(stopped.vm().tryRestart()).succeeds();
                    }
                }
            }
            file.watch(pipe, 0x42);
        }

        assertThat(pipe.next()).isRemoval(0x42); // which comes once the VM is gone (WQ-041)
    }
}
