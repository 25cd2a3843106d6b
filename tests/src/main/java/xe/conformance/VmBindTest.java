// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
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
        return operation(file, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP, DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL);
    }

    /** An unmap of a range where nothing is mapped. */
    private static GoodRequest unmap(DrmFile file) {
        return operation(file, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP, 0);
    }

    private static GoodRequest operation(DrmFile file, int kind, int flags) {
        Vm vm = file.createVm(0);
        int pat = file.device().patIndex();
        return new GoodRequest(
                file,
                DRM_IOCTL_XE_VM_BIND,
                request -> request.set("vm_id", vm.id())
                        .set("num_binds", 1)
                        .set("bind.pat_index", pat)
                        .set("bind.op", kind)
                        .set("bind.flags", flags)
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

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 9, 0xffffffff})
    @Rule("BND-001")
    void anUnknownVmGivesEinval(int id, DrmFile file) {
        withoutOperation(file).refuses("vm_id", id);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1025, 0x10000, 0x80000000, 0xffffffff})
    @Rule("BND-005")
    void tooManySyncsGiveEinvalBeforeTheyAreRead(int count, DrmFile file) {
        withoutOperation(file).refuses("num_syncs", count);
    }

    @Test
    @Rule("BND-025")
    void aNullMappingOfABufferGivesEinval(DrmFile file) {
        Bo bo = file.createBo(SIZE);

        nullMapping(file).refuses("bind.obj", bo.handle());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {4096, 65536, 1L << 63})
    @Rule("BND-026")
    void aNullMappingWithAnOffsetGivesEinval(long offset, DrmFile file) {
        nullMapping(file).refuses("bind.obj_offset", offset);
    }

    @ParameterizedTest(name = "operation {0}")
    @ValueSource(ints = {DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH})
    @Rule("BND-027")
    void theNullFlagGoesWithMapAlone(int operation, DrmFile file) {
        assertThat(unmap(file).with("bind.op", operation)).succeeds();

        nullMapping(file).refuses("bind.op", operation);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 31, 0xffffffff})
    @Rule("BND-039")
    void aRegionGoesWithPrefetchAlone(int region, DrmFile file) {
        unmap(file).refuses("bind.prefetch_mem_region_instance", region);
        nullMapping(file).refuses("bind.prefetch_mem_region_instance", region);
    }

    @ParameterizedTest(name = "{0} by {1} bytes")
    @MethodSource("misalignments")
    @Rule("BND-043")
    void whatIsNotAlignedGivesEinval(String field, int off, DrmFile file) {
        long aligned = switch (field) {
            case "bind.addr" -> ADDRESS;
            case "bind.range" -> SIZE;
            default -> 0;
        };
        unmap(file).refuses(field, aligned + off);
    }

    static Stream<Object[]> misalignments() {
        return Stream.of("bind.addr", "bind.range", "bind.obj_offset")
                .flatMap(field -> IntStream.range(0, 12).mapToObj(bit -> new Object[] {field, 1 << bit}));
    }

    @Test
    @Rule("BND-044")
    void anEmptyRangeGivesEinval(DrmFile file) {
        unmap(file).refuses("bind.range", 0);
        nullMapping(file).refuses("bind.range", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {9, 0xffffffff})
    @Rule("BND-061")
    void anUnknownQueueGivesEnoent(int id, DrmFile file) {
        GoodRequest unmap = unmap(file);
        assertThat(unmap.with("exec_queue_id", id)).failsWith(ENOENT);

        assertThat(unmap.send()).succeeds();
    }

    @Test
    @Rule("BND-065")
    void aRangeLargerThanTheAddressSpaceGivesEinval(DrmFile file) {
        int bits = file.device().facts().vaBits();
        Vm vm = file.createVm(0);
        IntStream.range(bits + 1, Long.SIZE)
                .forEach(bit -> assertThat(
                                vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                                        .set("bind.range", 1L << bit)))
                        .failsWith(EINVAL));

        assertThat(unmap(file).send()).succeeds();
    }

    @Test
    @Rule("BND-066")
    void aRangeThatEndsBehindTheAddressSpaceGivesEinval(DrmFile file) {
        long last = (1L << file.device().facts().vaBits()) - SIZE;

        assertThat(unmap(file).with("bind.addr", last)).succeeds();
        unmap(file).refuses("bind.addr", last + 4096);
        unmap(file).refuses("bind.addr", last + SIZE);
    }
}
