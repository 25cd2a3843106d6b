// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Ioc;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.Outcome;

/** The arguments of VM_RESTART, and which VMs it takes. What it does to a VM: {@link VmRestartStateTest}. */
@Requires(Feature.VM_RESTART)
class VmRestartTest {
    static Stream<String> padSlots() {
        return DrmXeVmRestart.STRUCT.slots(CField.Zero.REQUIRED).stream().filter(slot -> slot.startsWith("pad"));
    }

    static Stream<String> reservedSlots() {
        return DrmXeVmRestart.STRUCT.slots(CField.Zero.REQUIRED).stream().filter(slot -> slot.startsWith("reserved"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("padSlots")
    @Rule("VMR-001")
    void everyBitOfPadGivesEinval(String slot, DrmFile file) {
        refusesEveryBit(file, slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reservedSlots")
    @Rule("VMR-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        refusesEveryBit(file, slot);
    }

    private static void refusesEveryBit(DrmFile file, String slot) {
        Vm running = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(running.tryRestart()).failsWith(EALREADY); // control: nothing wrong, nothing to restart
        DrmXeVmRestart.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(running.tryRestart(request -> request.set(slot, value)))
                        .failsWith(EINVAL));
    }

    @Test
    @Rule("VMR-003")
    void vmZeroGivesEnoent(DrmFile file) {
        Vm running = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(running.tryRestart()).failsWith(EALREADY);
        assertThat(running.tryRestart(request -> request.set("vm_id", 0))).failsWith(ENOENT);
    }

    @ParameterizedTest(name = "vm_id {0}")
    @ValueSource(longs = {2, 3, 0x100, 0x7fff_ffff, 0x8000_0001L, 0xffff_ffffL})
    @Rule("VMR-004")
    void anIdThatWasNeverGivenGivesEnoent(long id, DrmFile file) {
        Vm running = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(running.tryRestart()).failsWith(EALREADY);
        assertThat(running.tryRestart(request -> request.set("vm_id", id))).failsWith(ENOENT);
    }

    @Test
    @Rule("VMR-004")
    void aDestroyedVmGivesEnoent(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        assertThat(vm.tryRestart()).failsWith(EALREADY);
        vm.destroy();

        assertThat(vm.tryRestart()).failsWith(ENOENT);
    }

    @Test
    @Rule("VMR-005")
    void aVmOfAnotherFileGivesEnoent(RenderNode node) {
        try (DrmFile owner = node.open();
                DrmFile stranger = node.open()) {
            Vm vm = owner.createVm(LR_MODE | RESTARTABLE);

            assertThat(vm.tryRestart()).failsWith(EALREADY);
            assertThat(stranger.vm(vm.id()).tryRestart()).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("VMR-006")
    void anIdOfBothFilesMeansTheCallersOwnVm(RenderNode node) {
        try (DrmFile left = node.open();
                DrmFile right = node.open()) {
            Vm restartable = left.createVm(LR_MODE | RESTARTABLE);
            Vm plain = right.createVm(LR_MODE);
            assertEqual("vm_id", restartable.id(), plain.id());

            assertThat(restartable.tryRestart()).failsWith(EALREADY);
            assertThat(plain.tryRestart()).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "SCRATCH_PAGE"})
    @Rule("VMR-007")
    void aVmInDmaFenceModeGivesEinval(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryRestart()).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LR_MODE FAULT_MODE", "LR_MODE FAULT_MODE NO_VM_OVERCOMMIT"})
    @Rule("VMR-008")
    @Requires(Feature.USM)
    void aVmInFaultModeGivesEinval(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryRestart()).failsWith(EINVAL);
        assertThat(file.createVm(LR_MODE | FAULT_MODE).tryRestart()).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LR_MODE", "LR_MODE SCRATCH_PAGE"})
    @Rule("VMR-009")
    void aVmThatIsNotRestartableGivesEinval(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryRestart()).failsWith(EINVAL);
        assertThat(file.createVm(VmFlags.parse(flags) | RESTARTABLE).tryRestart())
                .failsWith(EALREADY);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LR_MODE RESTARTABLE", "LR_MODE RESTARTABLE SCRATCH_PAGE"})
    @Rule("VMR-011")
    void aFreshVmGivesEalready(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryRestart()).failsWith(EALREADY);
    }

    @ParameterizedTest(name = "{0} queues")
    @ValueSource(ints = {1, 2, 5})
    @Rule("VMR-012")
    void aFreshVmWithQueuesGivesEalready(int queues, DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        for (int i = 0; i < queues; i++) {
            vm.createQueue();
        }

        assertThat(vm.tryRestart()).failsWith(EALREADY);
    }

    @ParameterizedTest(name = "timestamp_ns 0x{0}")
    @ValueSource(strings = {"0", "1", "3b9aca00", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff"})
    @Rule("VMR-021")
    void noTimestampChangesTheAnswer(String timestamp, DrmFile file) {
        long ns = Long.parseUnsignedLong(timestamp, 16);
        Vm fresh = file.createVm(LR_MODE | RESTARTABLE);
        Vm plain = file.createVm(LR_MODE);

        assertThat(fresh.tryRestart(request -> request.set("timestamp_ns", ns))).failsWith(EALREADY);
        assertThat(plain.tryRestart(request -> request.set("timestamp_ns", ns))).failsWith(EINVAL);
        assertThat(file.vm(9).tryRestart(request -> request.set("timestamp_ns", ns)))
                .failsWith(ENOENT);
    }

    @Test
    @Rule("VMR-031")
    void theStructIsNotCopiedBack(DrmFile file) {
        Outcome answer = file.createVm(LR_MODE | RESTARTABLE).tryRestart(request -> request.set("timestamp_ns", 5));

        assertEqual("the request's bytes", answer.sent(), answer.received());
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {4, 8, 16})
    @Rule("VMR-032")
    void aShortStructIsFilledUpWithZeros(int size, DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_VM_RESTART,
                        Ioc.withSize(DRM_IOCTL_XE_VM_RESTART.request(), size),
                        request -> request.set("vm_id", vm.id()).set("reserved", -1)))
                .failsWith(EALREADY);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {25, 32, 256})
    @Rule("VMR-033")
    void aLongStructsTailIsIgnored(int size, DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        byte tail = -1;

        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_VM_RESTART, Ioc.withSize(DRM_IOCTL_XE_VM_RESTART.request(), size), request -> {
                            request.segment()
                                    .asSlice(DrmXeVmRestart.STRUCT.size())
                                    .fill(tail);
                            request.set("vm_id", vm.id());
                        }))
                .failsWith(EALREADY);
    }

    @Test
    @Rule("VMR-036")
    void aReadOnlyDescriptorIsEnough(RenderNode node) {
        try (DrmFile readOnly = node.open(Abi.O_RDONLY | Abi.O_CLOEXEC)) {
            assertThat(readOnly.createVm(LR_MODE | RESTARTABLE).tryRestart()).failsWith(EALREADY);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pad", "reserved"})
    @Rule("VMR-037")
    void fieldsAreLookedAtBeforeEverythingElse(String slot, DrmFile file) {
        Vm unknown = file.vm(9);
        assertThat(unknown.tryRestart()).failsWith(ENOENT);
        assertThat(unknown.tryRestart(request -> request.set(slot, 1))).failsWith(EINVAL);

        Vm fresh = file.createVm(LR_MODE | RESTARTABLE);
        assertThat(fresh.tryRestart()).failsWith(EALREADY);
        assertThat(fresh.tryRestart(request -> request.set(slot, 1))).failsWith(EINVAL);
    }
}
