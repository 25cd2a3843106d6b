// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.NO_VM_OVERCOMMIT;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeVmCreate;
import xe.uapi.Outcome;

/** VM_CREATE apart from its flags ({@link VmCreateFlagsTest}): fields, ids, and what comes back. */
class VmCreateTest {
    @Test
    @Rule("VMC-001")
    void zeroedRequestCreatesVmOne(DrmFile file) {
        Outcome created = file.tryCreateVm(0);

        assertThat(created).succeeds();
        assertThat(created).succeedsWith("vm_id", 1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 0x1000, -1})
    @Rule("VMC-002")
    void extensionsGiveEinval(long extensions, DrmFile file) {
        assertThat(file.tryCreateVm(LR_MODE, request -> request.set("extensions", extensions)))
                .failsWith(EINVAL);

        assertThat(file.tryCreateVm(LR_MODE)).succeeds();
    }

    @Test
    @Rule("VMC-002")
    void validExtensionPointerGivesEinval(DrmFile file) {
        try (NativeMemory readable = NativeMemory.allocate(file.kernel(), 64)) {
            assertThat(file.tryCreateVm(LR_MODE, request -> request.set("extensions", readable.address())))
                    .failsWith(EINVAL);
        }

        assertThat(file.tryCreateVm(LR_MODE)).succeeds();
    }

    static Stream<String> reservedSlots() {
        return DrmXeVmCreate.STRUCT.slots(CField.Zero.REQUIRED).stream().filter(slot -> slot.startsWith("reserved"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reservedSlots")
    @Rule("VMC-003")
    void everyBitOfAReservedSlotGivesEinval(String slot, DrmFile file) {
        DrmXeVmCreate.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(file.tryCreateVm(LR_MODE, request -> request.set(slot, value)))
                        .failsWith(EINVAL));

        assertThat(file.tryCreateVm(LR_MODE)).succeedsWith("vm_id", 1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 77, -1})
    @Rule("VMC-016")
    void vmIdIsIgnoredOnTheWayIn(int vmId, DrmFile file) {
        assertThat(file.tryCreateVm(0, request -> request.set("vm_id", vmId))).succeedsWith("vm_id", 1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 77, -1})
    @Rule("VMC-017")
    void vmIdIsLeftAloneOnFailure(int vmId, DrmFile file) {
        Outcome refused =
                file.tryCreateVm(0, request -> request.set("vm_id", vmId).set("reserved[0]", 1));

        assertThat(refused).failsWith(EINVAL);
        assertThat(refused).leaves("vm_id", Integer.toUnsignedLong(vmId));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "LR_MODE"})
    @Rule("VMC-018")
    @Requires(Feature.FORCED_SCRATCH)
    void scratchPageIsAddedToTheFlags(String flags, DrmFile file) {
        int asked = VmFlags.parse(flags);

        assertThat(file.tryCreateVm(asked)).succeedsWith("flags", asked | SCRATCH_PAGE);
        Outcome refused = file.tryCreateVm(asked, request -> request.set("reserved[1]", 1));
        assertThat(refused).failsWith(EINVAL);
        assertThat(refused).leaves("flags", asked | SCRATCH_PAGE);
        Outcome first = file.tryCreateVm(asked, request -> request.set("extensions", 1));
        assertThat(first).failsWith(EINVAL);
        assertThat(first).leaves("flags", asked);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "SCRATCH_PAGE", "LR_MODE", "LR_MODE SCRATCH_PAGE"})
    @Rule("VMC-018")
    @Requires(Feature.NO_FORCED_SCRATCH)
    void flagsComeBackAsTheyWent(String flags, DrmFile file) {
        assertThat(file.tryCreateVm(VmFlags.parse(flags))).succeedsWith("flags", VmFlags.parse(flags));
    }

    @Test
    @Rule("VMC-019")
    void reservedWordsComeBackZero(DrmFile file) {
        Outcome created = file.tryCreateVm(0);

        assertThat(created).succeedsWith("reserved[0]", 0);
        assertThat(created).succeedsWith("reserved[1]", 0);
    }

    @Test
    @Rule("VMC-020")
    void idsCountUpFromOne(DrmFile file) {
        for (int id = 1; id <= 16; id++) {
            assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", id);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 5, 8})
    @Rule("VMC-020")
    void theLowestFreeIdIsTaken(int freed, DrmFile file) {
        IntStream.rangeClosed(1, 8).forEach(id -> file.createVm(0));
        file.vm(freed).destroy();

        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", freed);
        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 9);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "LR_MODE"})
    @Rule("VMC-021")
    void aDestroyedIdComesBackAtOnce(String flags, DrmFile file) {
        Vm first = file.createVm(VmFlags.parse(flags));
        first.destroy();

        assertThat(file.tryCreateVm(VmFlags.parse(flags))).succeedsWith("vm_id", first.id());
    }

    @Test
    @Rule("VMC-022")
    void twoOpenFilesHaveTheirOwnIds(RenderNode node) {
        try (DrmFile left = node.open();
                DrmFile right = node.open()) {
            assertThat(left.tryCreateVm(0)).succeedsWith("vm_id", 1);
            assertThat(right.tryCreateVm(0)).succeedsWith("vm_id", 1);
            assertThat(right.tryCreateVm(0)).succeedsWith("vm_id", 2);
            assertThat(left.tryCreateVm(0)).succeedsWith("vm_id", 2);
        }
    }

    @Test
    @Rule("VMC-023")
    void aDuplicatedDescriptorSharesTheIds(DrmFile file) {
        try (DrmFile same = file.dup()) {
            Vm vm = file.createVm(0);

            assertThat(same.tryCreateVm(0)).succeedsWith("vm_id", vm.id() + 1);
            assertThat(same.vm(vm.id()).tryDestroy()).succeeds();
        }
        assertThat(file.vm(2).tryDestroy()).succeeds(); // outlives the descriptor that it was made through
    }

    @Test
    @Rule("VMC-024")
    @Requires(Feature.FAIL_FUNCTION)
    void memoryThatRunsOutGivesEnomem(DrmFile file, Faults faults) {
        faults.failFunction("xe_pt_create", ENOMEM, 1);
        assertThat(file.tryCreateVm(0)).failsWith(ENOMEM);

        assertThat(file.tryCreateVm(0)).succeeds();
    }

    @Test
    @Rule("VMC-026")
    void failedCopyOutLeavesTheVmBehind(DrmFile file) {
        try (NativeMemory request = NativeMemory.allocate(file.kernel(), DrmXeVmCreate.STRUCT.size())) {
            request.makeReadOnly();
            assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, request.address()))
                    .failsWith(EFAULT);
        }

        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 2);
        assertThat(file.vm(1).tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMC-028")
    @Requires(Feature.VM_RESTART)
    void aFreshVmIsNeitherPausedNorBannedAndHasNoFaults(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(vm.tryRestart()).failsWith(EALREADY);
        assertThat(vm.tryGetProperty()).succeedsWith("size", 0);
        assertThat(vm.tryCreateQueue()).succeeds();
    }

    @Test
    @Rule("VMC-029")
    void onlyPreemptFenceModeCountsQueues(DrmFile file) {
        Vm dmaFence = file.createVm(0);
        Vm preemptFence = file.createVm(LR_MODE);
        dmaFence.createQueue();
        preemptFence.createQueue();

        assertThat(dmaFence.tryDestroy()).succeeds();
        assertThat(preemptFence.tryDestroy()).failsWith(EBUSY);
    }

    @Test
    @Rule("VMC-029")
    @Requires(Feature.USM)
    void faultModeDoesNotCountQueues(DrmFile file) {
        Vm faultMode = file.createVm(LR_MODE | FAULT_MODE);
        faultMode.createQueue();

        assertThat(faultMode.tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMC-020")
    void idZeroIsNeverAVm(DrmFile file) {
        file.createVm(0);

        assertThat(file.vm(0).tryDestroy()).failsWith(ENOENT);
        assertThat(file.vm(1).tryDestroy()).succeeds();
    }

    @Test
    @Rule("VMC-010")
    void aRefusedRequestTakesNoId(DrmFile file) {
        assertThat(file.tryCreateVm(NO_VM_OVERCOMMIT)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 1);
    }
}
