// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

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
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeVmGetProperty;
import xe.uapi.Outcome;
import xe.uapi.XeVmFault;
import xe.watch.NotificationPipe;

/** VM_GET_PROPERTY without any fault stored: fields, lookup, sizes. With faults: {@link VmFaultsReadTest}. */
class VmGetPropertyTest {
    private static final int FAULT_SIZE = XeVmFault.STRUCT.size();

    static Stream<String> slots() {
        return DrmXeVmGetProperty.STRUCT.slots(CField.Zero.REQUIRED).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slots")
    @Rule("VGP-001")
    void everyBitOfASlotThatMustBeZeroGivesEinval(String slot, DrmFile file) {
        Vm vm = file.createVm(0);
        DrmXeVmGetProperty.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(vm.tryGetProperty(request -> request.set(slot, value)))
                        .failsWith(EINVAL));

        assertThat(vm.tryGetProperty()).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slots")
    @Rule("VGP-001")
    void slotsAreLookedAtBeforeTheVm(String slot, DrmFile file) {
        assertThat(file.vm(9).tryGetProperty()).failsWith(ENOENT);
        assertThat(file.vm(9).tryGetProperty(request -> request.set(slot, 1))).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 2, 1000, -1})
    @Rule("VGP-002")
    void anIdThatWasNeverGivenGivesEnoent(int id, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(file.vm(id).tryGetProperty()).failsWith(ENOENT);
        assertThat(vm.tryGetProperty()).succeeds();
    }

    @Test
    @Rule("VGP-002")
    void anIdOfAnotherFileGivesEnoent(RenderNode node) {
        try (DrmFile owner = node.open();
                DrmFile stranger = node.open()) {
            Vm vm = owner.createVm(0);

            assertThat(stranger.vm(vm.id()).tryGetProperty()).failsWith(ENOENT);
            assertThat(vm.tryGetProperty()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 0x8000_0000, -1})
    @Rule("VGP-003")
    void theVmIsLookedUpBeforeTheProperty(int property, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(file.vm(9).tryGetProperty(request -> request.set("property", property)))
                .failsWith(ENOENT);
        assertThat(vm.tryGetProperty(request -> request.set("property", property)))
                .failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 0x8000_0000, -1})
    @Rule("VGP-004")
    void anUnknownPropertyGivesEinval(int property, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(vm.tryGetProperty(request -> request.set("property", property)))
                .failsWith(EINVAL);
        assertThat(vm.tryGetProperty()).succeeds();
    }

    @Test
    @Rule("VGP-006")
    void aVmWithoutFaultsHasSizeZero(DrmFile file) {
        assertThat(file.createVm(0).tryGetProperty()).succeedsWith("size", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 47, 48, 96, 2400, -1})
    @Rule("VGP-009")
    void anySizeIsTooMuchForAnEmptyList(int size, DrmFile file) {
        Vm vm = file.createVm(LR_MODE);

        assertThat(vm.tryGetProperty(request -> request.set("size", size))).failsWith(EINVAL);
        assertThat(vm.tryGetProperty()).succeedsWith("size", 0);
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"1", "fff", "dead000000000000", "ffffffffffffffff"})
    @Rule("VGP-013")
    void theDataPointerOfASizeQueryIsNotLookedAt(String data, DrmFile file) {
        Vm vm = file.createVm(0);

        Outcome query = vm.tryGetProperty(request -> request.set("data", Long.parseUnsignedLong(data, 16)));
        assertThat(query).succeeds();
        assertThat(query).succeedsWith("size", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"none", "SCRATCH_PAGE", "LR_MODE", "LR_MODE SCRATCH_PAGE"})
    @Rule("VGP-020")
    void everyModeIsAccepted(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryGetProperty()).succeedsWith("size", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LR_MODE FAULT_MODE", "LR_MODE FAULT_MODE NO_VM_OVERCOMMIT"})
    @Rule("VGP-020")
    @Requires(Feature.USM)
    void faultModeIsAccepted(String flags, DrmFile file) {
        assertThat(file.createVm(VmFlags.parse(flags)).tryGetProperty()).succeedsWith("size", 0);
    }

    @Test
    @Rule("VGP-018")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aBannedVmAnswers(DrmFile file) {
        try (KilledVm killed = KilledVm.of(file, LR_MODE)) {
            assertHasNoFaults(killed.vm());
        }
    }

    @Test
    @Rule("VGP-019")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
    void aPausedVmAnswers(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE);
                RebindVictim paused = RebindVictim.stopped(file, pipe, faults)) {
            // A bind waits for the worker's lock, and changes nothing that matters here.
            paused.vm().bindUserptr(page.address(), page.size(), 0x7000_0000L);

            assertHasNoFaults(paused.vm());
        }
    }

    private static void assertHasNoFaults(Vm vm) {
        assertThat(vm.tryGetProperty()).succeedsWith("size", 0);
        assertThat(vm.tryGetProperty(request -> request.set("size", FAULT_SIZE)))
                .failsWith(EINVAL);
    }
}
