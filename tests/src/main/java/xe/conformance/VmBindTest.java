// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeVmBind;
import xe.uapi.DrmXeVmBindOp;

/** VM_BIND: what must be zero, what need not although the header says so, and unknown flags. */
class VmBindTest {
    private static final int ADDRESS = 0x100000;
    private static final int SIZE = 65536;
    private static final int FIRST_UNKNOWN_FLAG = 8;
    /** With CONFIG_DRM_XE_DEBUG this flag injects an error. */
    private static final int FORCE_OP_ERROR = 31;

    /** A bind without an operation, which leaves only the request itself to judge. */
    private static GoodRequest withoutOperation(DrmFile file) {
        Vm vm = file.createVm(0);
        return new GoodRequest(file, DRM_IOCTL_XE_VM_BIND, request -> request.set("vm_id", vm.id()));
    }

    /** A mapping without memory behind it. */
    private static GoodRequest nullMapping(DrmFile file) {
        Vm vm = file.createVm(0);
        int pat = file.device().patIndex();
        return new GoodRequest(
                file,
                DRM_IOCTL_XE_VM_BIND,
                request -> request.set("vm_id", vm.id())
                        .set("num_binds", 1)
                        .set("bind.pat_index", pat)
                        .set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                        .set("bind.flags", DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL)
                        .set("bind.addr", ADDRESS)
                        .set("bind.range", SIZE));
    }

    static Stream<String> pads() {
        return GoodRequest.slots(DrmXeVmBind.STRUCT, "pad");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeVmBind.STRUCT, "reserved");
    }

    static Stream<String> extensions() {
        return GoodRequest.slots(DrmXeVmBind.STRUCT, "extensions");
    }

    static Stream<String> unchecked() {
        return DrmXeVmBindOp.STRUCT.slots(CField.Zero.UNCHECKED).stream().filter(slot -> !slot.equals("extensions"));
    }

    static Stream<String> uncheckedExtensions() {
        return DrmXeVmBindOp.STRUCT.slots(CField.Zero.UNCHECKED).stream().filter(slot -> slot.equals("extensions"));
    }

    static Stream<Integer> unknownFlags() {
        return IntStream.range(FIRST_UNKNOWN_FLAG, FORCE_OP_ERROR).mapToObj(bit -> 1 << bit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pads")
    @Rule("BND-002")
    void everyBitOfPadsGivesEinval(String slot, DrmFile file) {
        withoutOperation(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("BND-003")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        withoutOperation(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("BND-004")
    void everyBitOfExtensionsGivesEinval(String slot, DrmFile file) {
        withoutOperation(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unchecked")
    @Rule("BND-010")
    void padsAndReservedOfAnOperationAreNotLookedAt(String slot, DrmFile file) {
        ignores(nullMapping(file), slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uncheckedExtensions")
    @Rule("EXT-016")
    void extensionsOfAnOperationAreNotLookedAt(String slot, DrmFile file) {
        ignores(nullMapping(file), slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("BND-024")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        nullMapping(file).refuses("bind.flags", flag | DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL);
    }

    private static void ignores(GoodRequest bind, String slot) {
        DrmXeVmBindOp.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(bind.with("bind." + slot, value)).succeeds());
    }
}
