// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CHECK_PXP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DECOMPRESS;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DUMPABLE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_IMMEDIATE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;

/** VM_BIND: which fields and flags go with which operation. */
class VmBindOpTest {
    private static final int UNKNOWN_HANDLE = 999;

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {5, 6, 7, 8, 0x10, 0x100, 0x10000, 0x80000000, 0xffffffff})
    @Rule("BND-023")
    void anUnknownOperationGivesEinval(int op, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.UNMAP).refuses("bind.op", op);
        }
    }

    @Test
    @Rule("BND-029")
    void aMapWithoutABufferGivesEinval(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.MAP).refuses("bind.obj", 0);
        }
    }

    @Test
    @Rule("BND-030")
    void unmapAllWithoutABufferGivesEinval(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.UNMAP_ALL).refuses("bind.obj", 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {4096, 65536, BindPlace.ADDRESS, 1L << 47, 1L << 63, -4096})
    @Rule("BND-031")
    void unmapAllWithAnAddressGivesEinval(long address, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.UNMAP_ALL).refuses("bind.addr", address);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {4096, BindPlace.SIZE, 1L << 47, 1L << 63, -4096})
    @Rule("BND-032")
    void unmapAllWithARangeGivesEinval(long range, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.UNMAP_ALL).refuses("bind.range", range);
        }
    }

    @Test
    @Rule("BND-033")
    void aUserptrWithABufferGivesEinval(DrmFile file) {
        refusesABuffer(file, Operation.USERPTR);
    }

    @Test
    @Rule("BND-038")
    void aPrefetchWithABufferGivesEinval(DrmFile file) {
        refusesABuffer(file, Operation.PREFETCH);
    }

    @Test
    @Rule("BND-041")
    void anUnmapWithABufferGivesEinval(DrmFile file) {
        refusesABuffer(file, Operation.UNMAP);
    }

    /** Also one that is not there, as nobody looks it up. */
    private static void refusesABuffer(DrmFile file, Operation operation) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest request = place.request(operation);
            request.refuses("bind.obj", place.buffer().handle());
            request.refuses("bind.obj", UNKNOWN_HANDLE);
            request.refuses("bind.obj", 0xffffffff);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {8, 15, 30, 31, 32, 33, 63, 64, 0x100, 0x7fffffff, 0x80000000, 0xfffffffe})
    @Rule("BND-040")
    void aPrefetchToARegionThatIsNotThereGivesEinval(int region, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.PREFETCH).refuses("bind.prefetch_mem_region_instance", region);
        }
    }

    @Test
    @Rule("BND-040")
    @Requires(Feature.INTEGRATED)
    void aPrefetchToVideoMemoryOfADeviceWithoutGivesEinval(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.PREFETCH).refuses("bind.prefetch_mem_region_instance", 1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, -1})
    @Rule("BND-040")
    void aPrefetchGoesToSystemMemoryOrWhereAdviceSays(int region, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.PREFETCH).with("bind.prefetch_mem_region_instance", region))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-042")
    void autoresetWithoutAMirrorGivesEinval(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            int own = operation == Operation.NULL ? DRM_XE_VM_BIND_FLAG_NULL : 0;
            place.request(operation).refuses("bind.flags", own | DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NULL", "MAP"})
    @Rule("BND-027")
    void decompressGoesWithMapAlone(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(operation).refuses("bind.flags", DRM_XE_VM_BIND_FLAG_DECOMPRESS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"USERPTR", "UNMAP_ALL"})
    @Rule("BND-027")
    void theNullFlagGoesWithMapAlone(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(operation).refuses("bind.flags", DRM_XE_VM_BIND_FLAG_NULL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MAP", "NULL"})
    @Rule("BND-045")
    @Requires(Feature.INTEGRATED)
    void decompressGivesEopnotsuppOnAnIntegratedDevice(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            int own = operation == Operation.NULL ? DRM_XE_VM_BIND_FLAG_NULL : 0;
            place.request(operation).refuses("bind.flags", own | DRM_XE_VM_BIND_FLAG_DECOMPRESS, EOPNOTSUPP);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bind.addr", "bind.range", "bind.obj_offset"})
    @Rule("BND-045")
    @Requires(Feature.INTEGRATED)
    void whetherDecompressIsThereIsAskedLast(String field, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest decompress =
                    place.request(Operation.MAP, op -> op.set("flags", DRM_XE_VM_BIND_FLAG_DECOMPRESS));
            assertThat(decompress.send()).failsWith(EOPNOTSUPP);
            assertThat(decompress.with(field, 1)).failsWith(EINVAL);
        }
    }

    static Stream<Object[]> mapFlags() {
        return Stream.of(Operation.USERPTR, Operation.UNMAP, Operation.UNMAP_ALL, Operation.PREFETCH)
                .flatMap(operation -> Arrays.stream(MapFlag.values()).map(flag -> new Object[] {operation, flag}));
    }

    /** Flags that mean something for a mapping. */
    enum MapFlag {
        READONLY(DRM_XE_VM_BIND_FLAG_READONLY),
        IMMEDIATE(DRM_XE_VM_BIND_FLAG_IMMEDIATE),
        DUMPABLE(DRM_XE_VM_BIND_FLAG_DUMPABLE),
        CHECK_PXP(DRM_XE_VM_BIND_FLAG_CHECK_PXP);

        private final int bit;

        MapFlag(int bit) {
            this.bit = bit;
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("mapFlags")
    @Rule("BND-046")
    void flagsOfMappingsDoNoHarmElsewhere(Operation operation, MapFlag flag, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(operation).with("bind.flags", flag.bit)).succeeds();
        }
    }

    static Stream<Object[]> vmsWithoutFaultMode() {
        return IntStream.of(0, SCRATCH_PAGE, LR_MODE, LR_MODE | SCRATCH_PAGE)
                .boxed()
                .flatMap(flags -> Stream.of(Operation.MAP, Operation.NULL, Operation.USERPTR)
                        .map(operation -> new Object[] {operation, flags}));
    }

    @ParameterizedTest(name = "{0}, VM flags {1}")
    @MethodSource("vmsWithoutFaultMode")
    @Rule("BND-047")
    void immediateIsTakenByVmsThatMapAtOnceAnyway(Operation operation, int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            int own = operation == Operation.NULL ? DRM_XE_VM_BIND_FLAG_NULL : 0;
            assertThat(place.request(operation).with("bind.flags", own | DRM_XE_VM_BIND_FLAG_IMMEDIATE))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            ints = {
                DRM_XE_VM_BIND_FLAG_READONLY,
                DRM_XE_VM_BIND_FLAG_DUMPABLE,
                DRM_XE_VM_BIND_FLAG_READONLY | DRM_XE_VM_BIND_FLAG_DUMPABLE,
                DRM_XE_VM_BIND_FLAG_READONLY | DRM_XE_VM_BIND_FLAG_DUMPABLE | DRM_XE_VM_BIND_FLAG_CHECK_PXP
            })
    @Rule("BND-048")
    void aNullMappingMayBeReadOnlyAndDumpable(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.NULL).with("bind.flags", DRM_XE_VM_BIND_FLAG_NULL | flags))
                    .succeeds();
        }
    }
}
