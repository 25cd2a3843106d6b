// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_CPU;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_DEVICE;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_GLOBAL;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_UNDEFINED;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeMadvise;

/** MADVISE with a mode of atomic operations. */
class MadviseAtomicTest {
    private static final String MODE = "atomic.val";

    static Stream<Integer> unknownModes() {
        return Stream.concat(IntStream.range(2, Integer.SIZE).mapToObj(bit -> 1 << bit), Stream.of(5, -1));
    }

    static Stream<GoodRequest.SlotValue> reserved() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.SOMETIMES, "atomic");
    }

    /** A buffer with a bit for each region that may hold it, mapped. */
    private static Mapped placed(int placement, DrmFile file) {
        return Mapped.buffer(
                file,
                request -> request.set("placement", placement)
                        .set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownModes")
    @Rule("MAD-030")
    void anUnknownModeGivesEinval(int mode, DrmFile file) {
        Mapped.of(MappingKind.NULL, file).advice(Advice.ATOMIC).refuses(MODE, mode);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("MAD-031")
    void everyBitOfPadAndReservedGivesEinval(GoodRequest.SlotValue wrong, DrmFile file) {
        Mapped.of(MappingKind.NULL, file).advice(Advice.ATOMIC).refuses(wrong);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, OK", "2, EINVAL", "3, OK"})
    @Rule("MAD-032")
    @Requires(Feature.DISCRETE)
    void atomicsOfTheCpuNeedSystemMemory(int placement, Errno result, DrmFile file) {
        assertThat(placed(placement, file).tryAtomic(DRM_XE_ATOMIC_CPU)).gives(result);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, EINVAL", "2, OK", "3, OK"})
    @Rule("MAD-033")
    @Requires(Feature.NO_SYSTEM_ATOMICS)
    void atomicsOfPvcNeedItsOwnMemory(int placement, Errno result, DrmFile file) {
        assertThat(placed(placement, file).tryAtomic(DRM_XE_ATOMIC_DEVICE)).gives(result);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, EINVAL", "2, EINVAL", "3, OK"})
    @Rule("MAD-034")
    @Requires(Feature.DISCRETE)
    void globalAtomicsNeedBothMemories(int placement, Errno result, DrmFile file) {
        assertThat(placed(placement, file).tryAtomic(DRM_XE_ATOMIC_GLOBAL)).gives(result);
    }

    @Test
    @Rule("MAD-034")
    void globalAtomicsAreRefusedOnABufferInSystemMemory(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        mapped.advice(Advice.ATOMIC).refuses(MODE, DRM_XE_ATOMIC_GLOBAL);

        mapped.shows(MODE, DRM_XE_ATOMIC_UNDEFINED);
    }

    /** One buffer in the range that does not take the mode is enough, and nothing changes. */
    @Test
    @Rule("MAD-034")
    void oneBufferIsEnoughToRefuseARange(DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            Vm vm = mapped.vm();
            vm.bind(file.createBo(Mapped.SIZE), Mapped.END);

            assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_DEVICE)).succeeds();
            assertThat(vm.tryMadvise(
                            Mapped.ADDRESS,
                            2 * Mapped.SIZE,
                            request -> Advice.ATOMIC.fill(request, 0).set(MODE, DRM_XE_ATOMIC_GLOBAL)))
                    .failsWith(EINVAL);
            assertEqual(
                    "atomic.val of the first",
                    DRM_XE_ATOMIC_DEVICE,
                    vm.memRanges().getFirst().get(MODE));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "CPU_MIRROR")
    @Rule("MAD-035")
    void everyMappingTakesTheUndefinedMode(MappingKind kind, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_UNDEFINED)).succeeds();

            mapped.shows(MODE, DRM_XE_ATOMIC_UNDEFINED);
        }
    }

    @Test
    @Rule("MAD-035")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorTakesTheUndefinedMode(DrmFile file) {
        everyMappingTakesTheUndefinedMode(MappingKind.CPU_MIRROR, file);
    }

    @ParameterizedTest(name = "mode {0}")
    @ValueSource(ints = {DRM_XE_ATOMIC_UNDEFINED, DRM_XE_ATOMIC_GLOBAL, DRM_XE_ATOMIC_CPU})
    @Rule("MAD-036")
    void aUserptrIgnoresOtherModesThanThatOfTheDevice(int mode, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            assertThat(mapped.tryAtomic(mode)).succeeds();

            mapped.shows(MODE, DRM_XE_ATOMIC_UNDEFINED);
        }
    }

    /** The undefined mode is among those that are ignored. */
    @ParameterizedTest(name = "mode {0}")
    @ValueSource(ints = {DRM_XE_ATOMIC_UNDEFINED, DRM_XE_ATOMIC_GLOBAL, DRM_XE_ATOMIC_CPU})
    @Rule("MAD-036")
    @Requires(Feature.SYSTEM_ATOMICS)
    void aUserptrKeepsTheModeOfTheDevice(int mode, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_DEVICE)).succeeds();
            mapped.shows(MODE, DRM_XE_ATOMIC_DEVICE);

            assertThat(mapped.tryAtomic(mode)).succeeds();
            mapped.shows(MODE, DRM_XE_ATOMIC_DEVICE);
        }
    }

    @Test
    @Rule("MAD-036")
    @Requires(Feature.NO_SYSTEM_ATOMICS)
    void aUserptrOfPvcIgnoresThatOfTheDeviceToo(DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_DEVICE)).succeeds();

            mapped.shows(MODE, DRM_XE_ATOMIC_UNDEFINED);
        }
    }

    @Test
    @Rule("MAD-037")
    void aMappingShowsItsOwnModeNotThatOfTheBuffer(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        Vm vm = mapped.vm();
        vm.bind(mapped.buffer(), Mapped.END);

        assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_CPU)).succeeds();
        assertEqual(
                "atomic.val of the advised",
                DRM_XE_ATOMIC_CPU,
                vm.memRanges().getFirst().get(MODE));
        assertEqual(
                "atomic.val of the other",
                DRM_XE_ATOMIC_UNDEFINED,
                vm.memRanges().getLast().get(MODE));
    }

    static Stream<Arguments> readBack() {
        return Stream.of(
                Arguments.of(MappingKind.BUFFER, DRM_XE_ATOMIC_CPU),
                Arguments.of(MappingKind.NULL, DRM_XE_ATOMIC_DEVICE),
                Arguments.of(MappingKind.NULL, DRM_XE_ATOMIC_GLOBAL),
                Arguments.of(MappingKind.NULL, DRM_XE_ATOMIC_CPU));
    }

    @ParameterizedTest(name = "{0}, mode {1}")
    @MethodSource("readBack")
    @Rule({"MAD-037", "VMQ-020"})
    void theModeCanBeReadBackAndTakenBack(MappingKind kind, int mode, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            assertThat(mapped.tryAtomic(mode)).succeeds();
            mapped.shows(MODE, mode);

            assertThat(mapped.tryAtomic(DRM_XE_ATOMIC_UNDEFINED)).succeeds();
            mapped.shows(MODE, DRM_XE_ATOMIC_UNDEFINED);
        }
    }

    @ParameterizedTest(name = "mode {0}")
    @ValueSource(ints = {DRM_XE_ATOMIC_DEVICE, DRM_XE_ATOMIC_GLOBAL, DRM_XE_ATOMIC_CPU})
    @Rule("VMQ-020")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorShowsItsMode(int mode, DrmFile file) {
        theModeCanBeReadBackAndTakenBack(MappingKind.CPU_MIRROR, mode, file);
    }
}
