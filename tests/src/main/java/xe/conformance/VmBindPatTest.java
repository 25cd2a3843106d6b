// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DECOMPRESS;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** VM_BIND: which entries of the PAT table an operation takes. */
class VmBindPatTest {
    private static final String PAT = "bind.pat_index";

    static IntStream indices() {
        return PatEntries.indices();
    }

    static Stream<Object[]> pastEveryTable() {
        return Stream.of(Operation.values())
                .flatMap(operation -> IntStream.of(32, 33, 63, 64, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff)
                        .mapToObj(index -> new Object[] {operation, index}));
    }

    /** The one that is reserved on every platform that has reserved ones. */
    static Stream<Object[]> reserved() {
        return Stream.of(Operation.values()).map(operation -> new Object[] {operation, 17});
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("pastEveryTable")
    @Rule("BND-021")
    void anIndexPastTheTableGivesEinval(Operation operation, int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(operation).refuses(PAT, index);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-021")
    void anUnmapTakesTheEntriesThatAreThere(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.UNMAP).with(PAT, index))
                    .gives(PatEntries.of(file.device()).any(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-021")
    void aPrefetchTakesTheEntriesThatAreThere(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.PREFETCH).with(PAT, index))
                    .gives(PatEntries.of(file.device()).any(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-021")
    void aNullMappingTakesTheEntriesThatAreThere(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.NULL).with(PAT, index))
                    .gives(PatEntries.of(file.device()).any(index));
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("reserved")
    @Rule("BND-022")
    @Requires(Feature.GRAPHICS_20)
    void aReservedEntryGivesEinval(Operation operation, int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(operation).refuses(PAT, index);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {9, 10, 11, 12, 14, 15, 21, 25})
    @Rule("BND-028")
    @Requires(Feature.COMPRESSING_ENTRIES)
    void decompressionWithAnEntryThatCompressesGivesEinval(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest decompress =
                    place.request(Operation.NULL).and(request -> request.set("bind.flags", decompressedNull(request)));
            assertThat(decompress.send()).givesOneOf(OK, EOPNOTSUPP);
            assertThat(decompress.with(PAT, index)).failsWith(EINVAL);
        }
    }

    private static long decompressedNull(StructView request) {
        return request.get("bind.flags") | DRM_XE_VM_BIND_FLAG_DECOMPRESS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-034")
    void memoryOfTheProcessTakesCoherentEntries(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.USERPTR).with(PAT, index))
                    .gives(PatEntries.of(file.device()).sharedAndPlain(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-036")
    @Requires(Feature.INTEGRATED_35)
    void memoryOfTheProcessIsTransientOrTwoWayCoherent(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.USERPTR).with(PAT, index))
                    .gives(PatEntries.of(file.device()).shared(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {9, 10, 11, 12, 14, 15, 16, 21, 25})
    @Rule("BND-037")
    @Requires(Feature.COMPRESSING_ENTRIES)
    void memoryOfTheProcessIsNotCompressed(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.USERPTR).refuses(PAT, index);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-076")
    void aCachedBufferTakesCoherentEntries(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.MAP).with(PAT, index))
                    .gives(PatEntries.of(file.device()).coherent(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-080")
    void unmapAllJudgesTheEntryAsMapDoes(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.UNMAP_ALL).with(PAT, index))
                    .gives(PatEntries.of(file.device()).coherent(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-077")
    void aWriteCombinedBufferTakesEveryEntry(int index, DrmFile file) {
        assertThat(map(file, buffer -> buffer.set("cpu_caching", DRM_XE_GEM_CPU_CACHING_WC), index))
                .gives(PatEntries.of(file.device()).any(index));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-071")
    @Requires(Feature.GRAPHICS_20)
    void aBufferThatIsNotToBeCompressedIsNot(int index, DrmFile file) {
        assertThat(map(
                        file,
                        buffer -> buffer.set("cpu_caching", DRM_XE_GEM_CPU_CACHING_WC)
                                .set("flags", DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION),
                        index))
                .gives(PatEntries.of(file.device()).plain(index));
    }

    /** Maps a new buffer with the entry. */
    private static Outcome map(DrmFile file, Consumer<StructView> buffer, int index) {
        Outcome created = file.tryCreateBo(BindPlace.SIZE, buffer);
        created.orThrow();
        return file.createVm(0)
                .tryBind(request -> request.set("bind.obj", created.answer().getInt("handle"))
                        .set("bind.addr", BindPlace.ADDRESS)
                        .set("bind.range", BindPlace.SIZE)
                        .set(PAT, index));
    }
}
