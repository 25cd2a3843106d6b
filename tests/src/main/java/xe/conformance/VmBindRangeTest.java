// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CHECK_PXP;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** VM_BIND: alignment, the end of the address space and of buffers. */
class VmBindRangeTest {
    private static final int PAGE = 4096;

    static Stream<Object[]> alignedFields() {
        return Stream.of(Operation.MAP, Operation.NULL, Operation.USERPTR, Operation.PREFETCH)
                .flatMap(operation -> Stream.of("bind.addr", "bind.range", "bind.obj_offset")
                        .filter(field -> operation != Operation.NULL || !field.equals("bind.obj_offset"))
                        .map(field -> new Object[] {operation, field}));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("alignedFields")
    @Rule("BND-043")
    void everyOperationNeedsWholePages(Operation operation, String field, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest request = place.request(operation, op -> op.set("range", PAGE));
            long good = switch (field) {
                case "bind.addr" -> BindPlace.ADDRESS;
                case "bind.range" -> PAGE;
                default -> operation == Operation.USERPTR ? place.memory().address() : 0;
            };
            for (long off = 1; off < PAGE; off *= 2) {
                assertThat(request.with(field, good + off)).failsWith(EINVAL);
            }
            assertThat(request.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(longs = {1, 8, 512, 2048, 4095})
    @Rule("BND-043")
    void anOffsetOfUnmapAllNeedsWholePages(long offset, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.UNMAP_ALL).refuses("bind.obj_offset", offset);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-044")
    void noOperationButUnmapAllHasAnEmptyRange(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(operation).refuses("bind.range", 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-067")
    void aRangeMayEndWhereTheAddressSpaceEnds(Operation operation, DrmFile file) {
        long end = 1L << file.device().facts().vaBits();
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest request = place.request(operation);
            assertThat(request.with("bind.addr", end - BindPlace.SIZE + PAGE)).failsWith(EINVAL);
            assertThat(request.with("bind.addr", end - BindPlace.SIZE)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"NULL", "UNMAP", "PREFETCH"})
    @Rule("BND-067")
    void aRangeMayBeTheWholeAddressSpace(Operation operation, DrmFile file) {
        long size = 1L << file.device().facts().vaBits();
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(operation, op -> op.set("addr", 0)).with("bind.range", size))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-068")
    void aSignExtendedAddressGivesEinval(Operation operation, DrmFile file) {
        int bits = file.device().facts().vaBits();
        long high = 1L << (bits - 1);
        long canonical = high << (64 - bits) >> (64 - bits);
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest request = place.request(operation);
            assertThat(request.with("bind.addr", canonical)).failsWith(EINVAL);
            assertThat(request.with("bind.addr", high)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {9, 0x7fffffff, 0xffffffff})
    @Rule("BND-070")
    void anUnknownBufferGivesEnoent(int handle, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.MAP).refuses("bind.obj", handle, ENOENT);
            place.request(Operation.UNMAP_ALL).refuses("bind.obj", handle, ENOENT);
        }
    }

    @ParameterizedTest(name = "{0} bytes more")
    @ValueSource(longs = {PAGE, BindPlace.SIZE, 1 << 20, 1L << 40})
    @Rule("BND-072")
    void aRangeLargerThanTheBufferGivesEinval(long more, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.MAP).refuses("bind.range", BindPlace.SIZE + more);
        }
    }

    @ParameterizedTest(name = "{1} bytes at {0}: {2}")
    @CsvSource({
        "4096, 65536, EINVAL",
        "65536, 4096, EINVAL",
        "61440, 8192, EINVAL",
        "69632, 4096, EINVAL",
        "-4096, 4096, EINVAL",
        "-65536, 65536, EINVAL",
        "61440, 4096, OK",
        "4096, 61440, OK",
        "0, 65536, OK"
    })
    @Rule("BND-073")
    void aMappingLiesInItsBuffer(long offset, long range, Errno expected, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.MAP, op -> op.set("range", range))
                            .with("bind.obj_offset", offset))
                    .gives(expected);
        }
    }

    @ParameterizedTest(name = "offset {0}: {1}")
    @CsvSource({"0, OK", "4096, OK", "65536, OK", "69632, EINVAL", "131072, EINVAL", "-4096, EINVAL"})
    @Rule("BND-081")
    void anOffsetOfUnmapAllLiesInTheBuffer(long offset, Errno expected, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.UNMAP_ALL).with("bind.obj_offset", offset))
                    .gives(expected);
        }
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "bind.addr, 0x101000, EINVAL",
        "bind.addr, 0x108000, EINVAL",
        "bind.addr, 0x110000, OK",
        "bind.range, 0x1000, EINVAL",
        "bind.range, 0xf000, EINVAL",
        "bind.range, 0x10000, OK",
        "bind.obj_offset, 0x1000, EINVAL",
        "bind.obj_offset, 0x10000, OK"
    })
    @Rule("BND-074")
    @Requires(Feature.BIG_PAGES)
    void aBufferOfVideoMemoryIsMappedInBigPages(String field, String value, Errno expected, DrmFile file) {
        Outcome created = file.tryCreateBo(
                2 * BindPlace.SIZE,
                request -> request.set("placement", 2).set("cpu_caching", DRM_XE_GEM_CPU_CACHING_WC));
        created.orThrow();
        int handle = created.answer().getInt("handle");
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.MAP, op -> op.set("obj", handle)).with(field, Long.decode(value)))
                    .gives(expected);
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"bind.addr, 0x101000", "bind.range, 0x1000", "bind.range, 0xf000"})
    @Rule("BND-075")
    @Requires(Feature.BIG_PAGES)
    void aBufferOfSystemMemoryIsMappedInSmallPages(String field, String value, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.MAP).with(field, Long.decode(value)))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MAP", "UNMAP_ALL"})
    @Rule("BND-083")
    void aBufferWithoutProtectionPassesItsCheck(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(operation).with("bind.flags", DRM_XE_VM_BIND_FLAG_CHECK_PXP))
                    .succeeds();
        }
    }

    @Test
    @Rule("BND-070")
    void aClosedBufferGivesEnoent(DrmFile file) {
        Vm vm = file.createVm(0);
        int handle = file.createBo(PAGE).handle();
        assertThat(map(vm, handle)).succeeds();

        file.tryCloseHandle(handle).orThrow();
        assertThat(map(vm, handle)).failsWith(ENOENT);
    }

    private static Outcome map(Vm vm, int handle) {
        return vm.tryBind(request -> request.set("bind.obj", handle)
                .set("bind.addr", BindPlace.ADDRESS)
                .set("bind.range", PAGE));
    }
}
