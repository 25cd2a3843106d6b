// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.OK;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Device;
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

/** The fault attribute of the rebind worker: where it is, which VMs it hits, and how far the worker got before. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class RebindFaultTest {
    /** What the attribute of the rebind worker was called, the name of the series first. */
    private static final List<String> NAMES =
            List.of("fail_rebind", "rebind_enospc", "fail_rebind_enospc", "inject_rebind_enospc");

    @Test
    @Rule("FLT-013")
    void theAttributeHitsTheVmOfAnyFile(RenderNode node, NotificationPipe pipe, Faults faults) {
        try (DrmFile left = node.open();
                DrmFile right = node.open()) {
            left.watch(pipe, 1);
            right.watch(pipe, 2);
            failsOnce(left.createVm(LR_MODE | RESTARTABLE), 1, pipe, faults);
            failsOnce(right.createVm(LR_MODE | RESTARTABLE), 2, pipe, faults);
        }
    }

    private static void failsOnce(Vm vm, int watchId, NotificationPipe pipe, Faults faults) {
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            faults.failRebind(1);
            job.triggerPreemption();
            assertThat(pipe.next()).isVmErr(watchId, vm.id(), ENOSPC);
            vm.restart();
            RebindVictim.assertGoesOn(job);
        }
    }

    @ParameterizedTest(name = "VM {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("FLT-013")
    void theAttributeHitsAnyVmOfAFile(int failing, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        List<RebindVictim> vms = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                vms.add(RebindVictim.on(file, faults));
            }
            vms.get(failing).fail();
            vms.get(failing).expectEvent(pipe, ENOSPC);

            assertEqual("failures left", 0, faults.rebind().timesLeft());
            vms.get(failing).vm().restart();
            vms.forEach(RebindVictim::assertGoesOn);
        } finally {
            vms.forEach(RebindVictim::close);
        }
    }

    @Test
    @Rule("FLT-014")
    void anotherVmCanTakeTheOneFailure(RenderNode node, NotificationPipe pipe, Faults faults) {
        try (DrmFile mine = node.open();
                DrmFile foreign = node.open()) {
            mine.watch(pipe, 1);
            foreign.watch(pipe, 2);
            Vm vm = foreign.createVm(LR_MODE | RESTARTABLE);
            try (LongRunningJob ours = LongRunningJob.start(mine.createVm(LR_MODE | RESTARTABLE));
                    LongRunningJob theirs = LongRunningJob.start(vm)) {
                faults.failRebind(1);
                theirs.triggerPreemption();
                assertThat(pipe.next()).isVmErr(2, vm.id(), ENOSPC);

                ours.triggerPreemption();
                RebindVictim.assertGoesOn(ours);
                assertThat(pipe.drain()).isEmpty();
            }
        }
    }

    @Test
    @Rule("FLT-023")
    void theAttributeIsBesideThatOfGtResets(Device device, Faults faults) {
        assertTrue(
                "an attribute of the rebind worker is listed in " + device.debugfs(),
                device.debugfs().list().stream().anyMatch(name -> name.contains("rebind")));
    }

    @Test
    @Rule("FLT-024")
    void theAttributeHasAKnownName(Faults faults) {
        String name = faults.rebindName();

        assertTrue(name + " is fail_rebind, or that of an older form", NAMES.contains(name));
    }

    @Test
    @Rule("FLT-025")
    @Requires(Feature.FAIL_REBIND)
    void theWorkerPinsPagesBeforeTheErrorIsInjected(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, KilledVm.WATCH_ID);
        try (KilledVm killed = KilledVm.alive(file, LR_MODE | RESTARTABLE)) {
            faults.failRebind(1);
            killed.kill();
            killed.expectEvent(pipe); // EPERM, not ENOSPC
            assertEqual("failures left", 1, faults.rebind().timesLeft());
        }
    }

    @Test
    @Rule("FLT-025")
    @Requires({Feature.FAIL_REBIND, Feature.FAIL_FUNCTION})
    void theWorkerWritesMappingsBeforeTheErrorIsInjected(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, faults)) {
            faults.failRebind(1);
            victim.fail(ENOMEM);
            victim.expectEvent(pipe, ENOMEM);
            assertEqual("failures left", 1, faults.rebind().timesLeft());
        }
    }

    @Test
    @Rule({"FLT-025", "RBW-032"})
    @Requires(Feature.FAIL_REBIND)
    void aRunThatWroteAMappingIsFollowedByOneThatRecovers(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, faults)) {
            faults.failRebind(1);
            victim.job().replacePage();
            victim.expectEvent(pipe, ENOSPC);

            victim.assertGoesOn(); // nobody asked for a restart
            assertThat(victim.vm().tryRestart()).succeeds(); // and the VM still counts as paused
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("FLT-026")
    @Requires(Feature.FAIL_REBIND)
    void aRunThatFindsTheVmIdleUsesNoFailureUp(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = RebindVictim.restartable(file);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            job.finish();
            faults.failRebind(1);
            job.triggerPreemption();

            assertEventually(file.device().deadline(), OK, vm::tryRestart).ignore(); // the worker has found it idle
            assertEqual("failures left", 1, faults.rebind().timesLeft());
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("FLT-035")
    @Requires(Feature.FAIL_REBIND)
    void aVmThatIsNotRestartableIsSpared(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm plain = file.createVm(LR_MODE);
        try (LongRunningJob spared = LongRunningJob.start(plain);
                RebindVictim hit = RebindVictim.on(file, faults)) {
            faults.failRebind(1);
            assertFalse("the VM without RESTARTABLE fails", RebindVictim.rebindFails(spared, pipe));
            assertEqual("failures left", 1, faults.rebind().timesLeft());

            hit.job().triggerPreemption(); // takes the failure that was left
            hit.expectEvent(pipe, ENOSPC);
            RebindVictim.assertGoesOn(spared);
            assertThat(plain.tryRestart()).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("FLT-040")
    @Requires(Feature.FAULT_IN_ANY_VM)
    void anOlderAttributeKillsAVmThatIsNotRestartable(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, LR_MODE, faults)) {
            victim.fail();
            victim.expectEvent(pipe, ENOSPC);
            assertThat(victim.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            assertTrue("the queue is banned", victim.job().queue().isBanned());
            assertThat(victim.vm().tryRestart()).failsWith(EINVAL);
            assertThat(pipe.drain()).isEmpty();
        }
    }
}
