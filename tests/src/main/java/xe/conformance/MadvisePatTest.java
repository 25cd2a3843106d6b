// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.OK;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeMadvise;

/**
 * MADVISE with a PAT index. Which indices a device has, and which are coherent, VM_BIND tells: a mapping without memory takes
 * every one that user space may use, and one of a write-back buffer those that see the CPU's caches.
 */
class MadvisePatTest {
    private static final int TABLE_SIZE = 32;
    private static final String INDEX = "pat_index.val";

    static IntStream indices() {
        return IntStream.range(0, TABLE_SIZE);
    }

    static Stream<Integer> behindEveryTable() {
        return Stream.concat(IntStream.range(5, Integer.SIZE).mapToObj(bit -> 1 << bit), Stream.of(TABLE_SIZE + 1, -1));
    }

    static Stream<GoodRequest.SlotValue> reserved() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.SOMETIMES, "pat_index");
    }

    private static Stream<Arguments> eachIndexOn(MappingKind... kinds) {
        return Stream.of(kinds).flatMap(kind -> indices().mapToObj(index -> Arguments.of(kind, index)));
    }

    static Stream<Arguments> cached() {
        return eachIndexOn(MappingKind.BUFFER, MappingKind.USERPTR);
    }

    static Stream<Arguments> onDiscrete() {
        return eachIndexOn(MappingKind.BUFFER, MappingKind.USERPTR, MappingKind.NULL);
    }

    /** EINVAL for an index that user space may not use. */
    private static Errno usable(int index, DrmFile file) {
        return Mapped.tryBind(MappingKind.NULL, index, file).errno();
    }

    /** EINVAL for an index that is not coherent with the CPU as well. */
    private static Errno coherent(int index, DrmFile file) {
        return Mapped.tryBind(MappingKind.BUFFER, index, file).errno();
    }

    /** The advice has this result, and the mapping shows it. */
    private static void gives(Errno result, Mapped mapped, int index) {
        assertThat(mapped.tryPat(index)).gives(result);
        mapped.shows(INDEX, result == OK ? index : mapped.patIndex());
    }

    /** A write-back buffer takes what is coherent; memory of the process less than that on some platforms (MAD-045). */
    private static void needsCoherent(Mapped mapped, int index, DrmFile file) {
        Errno forProcess = PatEntries.of(file.device()).shared(index);
        boolean less = mapped.kind() != MappingKind.BUFFER && forProcess == EINVAL;
        gives(less ? EINVAL : coherent(index, file), mapped, index);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behindEveryTable")
    @Rule("MAD-040")
    void anIndexBehindEveryTableGivesEinval(int index, DrmFile file) {
        Mapped.of(MappingKind.NULL, file).advice(Advice.PAT).refuses(INDEX, index);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-040")
    void anIndexThatVmBindRefusesGivesEinval(int index, DrmFile file) {
        gives(usable(index, file), Mapped.of(MappingKind.NULL, file), index);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("MAD-041")
    void everyBitOfPadAndReservedGivesEinval(GoodRequest.SlotValue wrong, DrmFile file) {
        Mapped.of(MappingKind.NULL, file).advice(Advice.PAT).refuses(wrong);
    }

    @ParameterizedTest(name = "{0}, index {1}")
    @MethodSource("cached")
    @Rule("MAD-042")
    @Requires(Feature.INTEGRATED)
    void whatTheCpuCachesNeedsACoherentIndex(MappingKind kind, int index, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            needsCoherent(mapped, index, file);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-042")
    @Requires({Feature.INTEGRATED, Feature.CPU_ADDR_MIRROR})
    void aMirrorNeedsACoherentIndex(int index, DrmFile file) {
        needsCoherent(Mapped.of(MappingKind.CPU_MIRROR, file), index, file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-045")
    @Requires(Feature.INTEGRATED_35)
    void memoryOfTheProcessIsTransientOrTwoWayCoherent(int index, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            gives(PatEntries.of(file.device()).shared(index), mapped, index);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-045")
    @Requires({Feature.INTEGRATED_35, Feature.CPU_ADDR_MIRROR})
    void aMirrorIsTransientOrTwoWayCoherent(int index, DrmFile file) {
        gives(PatEntries.of(file.device()).shared(index), Mapped.of(MappingKind.CPU_MIRROR, file), index);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-043")
    @Requires(Feature.INTEGRATED)
    void aWriteCombinedBufferTakesEveryUsableIndex(int index, DrmFile file) {
        gives(usable(index, file), Mapped.writeCombined(file), index);
    }

    @ParameterizedTest(name = "{0}, index {1}")
    @MethodSource("onDiscrete")
    @Rule("MAD-044")
    @Requires(Feature.DISCRETE)
    void aDiscreteDeviceTakesEveryUsableIndexOnAnything(MappingKind kind, int index, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            gives(usable(index, file), mapped, index);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-044")
    @Requires({Feature.DISCRETE, Feature.CPU_ADDR_MIRROR})
    void aMirrorOfADiscreteDeviceTakesEveryUsableIndex(int index, DrmFile file) {
        gives(usable(index, file), Mapped.of(MappingKind.CPU_MIRROR, file), index);
    }

    /** VM_BIND would refuse the indices that compress. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-046")
    @Requires(Feature.NO_COMPRESSION)
    void aBufferWithoutCompressionTakesEveryUsableIndex(int index, DrmFile file) {
        Mapped uncompressed = Mapped.buffer(
                file,
                request -> request.set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC)
                        .set("flags", DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION));

        gives(usable(index, file), uncompressed, index);
    }
}
