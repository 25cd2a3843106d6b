// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.ExecQueue;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeVmDestroy;
import xe.watch.NotificationPipe;

/** VM_DESTROY: fields, lookup, and which queues keep a VM alive. */
class VmDestroyTest {
    static Stream<String> padSlots() {
        return DrmXeVmDestroy.STRUCT.slots(CField.Zero.REQUIRED).stream().filter(slot -> slot.equals("pad"));
    }

    static Stream<String> reservedSlots() {
        return DrmXeVmDestroy.STRUCT.slots(CField.Zero.REQUIRED).stream().filter(slot -> !slot.equals("pad"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("padSlots")
    @Rule("VMD-001")
    void everyBitOfPadGivesEinval(String slot, DrmFile file) {
        refusesEveryBit(file, slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reservedSlots")
    @Rule("VMD-002")
    void everyBitOfAReservedSlotGivesEinval(String slot, DrmFile file) {
        refusesEveryBit(file, slot);
    }

    private static void refusesEveryBit(DrmFile file, String slot) {
        Vm vm = file.createVm(0);
        DrmXeVmDestroy.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(vm.tryDestroy(request -> request.set(slot, value)))
                        .failsWith(EINVAL));

        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-001")
    void padIsLookedAtBeforeTheVm(DrmFile file) {
        assertThat(file.vm(7).tryDestroy()).failsWith(ENOENT);
        assertThat(file.vm(7).tryDestroy(request -> request.set("pad", 1))).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 2, 1000, -1})
    @Rule("VMD-003")
    void anIdThatWasNeverGivenGivesEnoent(int id, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(file.vm(id).tryDestroy()).failsWith(ENOENT);
        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-003")
    void anIdOfAnotherFileGivesEnoent(RenderNode node) {
        try (DrmFile owner = node.open();
                DrmFile stranger = node.open()) {
            Vm vm = owner.createVm(0);

            assertThat(stranger.vm(vm.id()).tryDestroy()).failsWith(ENOENT);
            assertThat(vm.tryDestroy()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LR_MODE", "LR_MODE SCRATCH_PAGE"})
    @Rule("VMD-004")
    void aLiveQueueOfAPreemptFenceVmGivesEbusy(String flags, DrmFile file) {
        Vm vm = file.createVm(VmFlags.parse(flags));
        ExecQueue queue = vm.createQueue();

        assertThat(vm.tryDestroy()).failsWith(EBUSY);
        assertThat(queue.tryDestroy()).succeeds();
        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-005")
    void aLiveQueueOfADmaFenceVmDoesNotMatter(DrmFile file) {
        Vm vm = file.createVm(0);
        vm.createQueue();

        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-005")
    @Requires(Feature.USM)
    void aLiveQueueOfAFaultModeVmDoesNotMatter(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        vm.createQueue();

        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-006")
    void aBindQueueDoesNotCount(DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        vm.createQueue(new Engine(DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VM_BIND, 0, 0));

        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-007")
    void onlyTheLastQueueSetsTheVmFree(DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        ExecQueue first = vm.createQueue();
        ExecQueue second = vm.createQueue();

        first.destroy();
        assertThat(vm.tryDestroy()).failsWith(EBUSY);
        second.destroy();
        assertThat(vm.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMD-008")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog({KilledVm.IN_LOG, KilledVm.BAN_IN_LOG})
    void aBannedVmWithItsQueueGivesEbusy(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertThat(killed.job().queue().tryExec(0)).failsWith(Errno.ECANCELED);
            assertThat(killed.vm().tryDestroy()).failsWith(EBUSY);
        }
    }

    @Test
    @Rule("VMD-009")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aBannedVmWithoutQueuesIsDestroyed(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertThat(killed.job().queue().tryDestroy()).succeeds();
            assertThat(killed.vm().tryDestroy()).succeeds();
            assertThat(killed.vm().tryDestroy()).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("VMD-010")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aPausedVmIsBusyUntilItsQueueGoes(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim paused = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(paused.vm().tryDestroy()).failsWith(EBUSY);
            assertThat(paused.job().queue().tryDestroy()).succeeds();
            assertThat(paused.vm().tryDestroy()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "SCRATCH_PAGE", "LR_MODE"})
    @Rule("VMD-011")
    void theIdIsFreeAtOnce(String flags, DrmFile file) {
        Vm vm = file.createVm(VmFlags.parse(flags));

        assertThat(vm.tryDestroy()).succeeds();
        assertThat(file.tryCreateVm(VmFlags.parse(flags))).succeedsWith("vm_id", vm.id());
    }

    @Test
    @Rule("VMD-012")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aPendingWorkerOfADestroyedVmPostsNothing(DrmFile file, NotificationPipe pipe, Faults faults) {
        Vm doomed = file.createVm(LR_MODE | RESTARTABLE);
        Vm witness = file.createVm(LR_MODE | RESTARTABLE);
        file.watch(pipe, 1);
        doomed.createQueue().destroy();
        assertThat(doomed.tryDestroy()).succeeds();

        LongRunningJob job = LongRunningJob.start(witness);
        faults.failRebind(1);
        job.triggerPreemption();
        assertThat(pipe.next()).isVmErr(1, witness.id(), Errno.ENOSPC);
        assertThat(pipe.drain()).isEmpty();
        witness.restart();
        job.close();
    }

    @Test
    @Rule("VMD-013")
    void destroyingTwiceGivesEnoent(DrmFile file) {
        Vm vm = file.createVm(0);
        vm.destroy();

        assertThat(vm.tryDestroy()).failsWith(ENOENT);
    }

    @Test
    @Rule("VMD-014")
    void ofTwoThreadsExactlyOneDestroys(DrmFile file) {
        try (Race race = new Race(file.device().deadline())) {
            for (int round = 0; round < 64; round++) {
                race.assertOneWins(file.createVm(0)::tryDestroy, ENOENT);
            }
        }
    }

    @Test
    @Rule("VMD-015")
    @Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
    void closingTheFileEndsItsVmsAndQueues(RenderNode node, NotificationPipe pipe) {
        DrmFile file = node.open();
        file.watch(pipe, 5);
        Vm vm = file.createVm(LR_MODE);
        LongRunningJob job = LongRunningJob.start(vm);
        assertThat(vm.tryDestroy()).failsWith(EBUSY);

        assertThat(file.tryClose()).succeeds();
        assertThat(pipe.next()).isRemoval(5); // comes when the last VM and queue have let the file go
        job.close();
    }

    @Test
    @Rule("VMD-013")
    @Requires(Feature.VM_RESTART)
    void theSecondDestroyHitsANewerVmOfTheSameId(DrmFile file) {
        Vm old = file.createVm(0);
        old.destroy();
        Vm newer = file.createVm(LR_MODE | RESTARTABLE);
        assertThat(newer.tryRestart()).failsWith(EALREADY);

        assertThat(old.tryDestroy()).succeeds();
        assertThat(newer.tryRestart()).failsWith(ENOENT);
    }
}
