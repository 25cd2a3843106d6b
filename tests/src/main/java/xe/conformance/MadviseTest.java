// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.VmFlags;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeMadvise;

/** MADVISE: what all its types share. */
class MadviseTest {
    private static final int PAGE_BITS = 12;
    private static final int FIRST_UNKNOWN_TYPE = 4;

    static Stream<GoodRequest.SlotValue> extensions() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.UNCHECKED, "extensions");
    }

    static Stream<GoodRequest.SlotValue> reserved() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.REQUIRED, "reserved");
    }

    private static Stream<Arguments> ofAllTypes(LongStream values) {
        List<Long> all = values.boxed().toList();
        return Stream.of(Advice.values()).flatMap(type -> all.stream().map(value -> Arguments.of(type, value)));
    }

    static Stream<Arguments> unknownVms() {
        return ofAllTypes(LongStream.of(0, 9, 0xffffffffL));
    }

    static Stream<Arguments> partsOfAPage() {
        return ofAllTypes(IntStream.range(0, PAGE_BITS).mapToLong(bit -> 1L << bit));
    }

    static Stream<Arguments> shortRanges() {
        return ofAllTypes(IntStream.range(0, PAGE_BITS).mapToLong(bit -> (1L << bit) - 1));
    }

    static Stream<Integer> unknownTypes() {
        return Stream.concat(
                Stream.of(FIRST_UNKNOWN_TYPE + 1, -1),
                IntStream.range(2, Integer.SIZE).mapToObj(bit -> 1 << bit));
    }

    @ParameterizedTest(name = "{0} on VM {1}")
    @MethodSource("unknownVms")
    @Rule("MAD-001")
    void anUnknownVmGivesEinval(Advice type, long id, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(type).refuses("vm_id", id);
        }
    }

    @Test
    @Rule("MAD-001")
    void theVmIsLookedAtBeforeTheRetainedPointer(DrmFile file) {
        assertThat(file.vm(9)
                        .tryMadvise(
                                Mapped.ADDRESS,
                                Mapped.SIZE,
                                request -> Advice.PURGEABLE
                                        .fill(request, 0)
                                        .set("purge_state_val.retained_ptr", NativeMemory.NEVER_MAPPED)))
                .failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("MAD-002")
    void extensionsAreNotLookedAt(GoodRequest.SlotValue ignored, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(mapped.advice(Advice.ATOMIC).with(ignored.slot(), ignored.value()))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes off")
    @MethodSource("partsOfAPage")
    @Rule("MAD-003")
    void aStartInsideAPageGivesEinval(Advice type, long off, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(type).refuses("start", Mapped.ADDRESS + off);
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes too long")
    @MethodSource("partsOfAPage")
    @Rule("MAD-004")
    void aRangeThatEndsInsideAPageGivesEinval(Advice type, long off, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(type).refuses("range", Mapped.SIZE + off);
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes")
    @MethodSource("shortRanges")
    @Rule("MAD-004")
    void aRangeShorterThanAPageGivesEinval(Advice type, long bytes, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(type).refuses("range", bytes);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownTypes")
    @Rule("MAD-005")
    void anUnknownTypeGivesEinval(int type, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(Advice.PREFERRED_LOC).refuses("type", type);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("MAD-006")
    void everyBitOfReservedGivesEinval(GoodRequest.SlotValue wrong, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(Advice.ATOMIC).refuses(wrong);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("MAD-006")
    void noTypeTakesReserved(Advice type, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            mapped.advice(type).refuses("reserved[0]", -1);
            mapped.advice(type).refuses("reserved[1]", -1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("MAD-007")
    void aRangeThatEndsBehindTheAddressSpaceGivesEinval(Advice type, DrmFile file) {
        long size = 1L << file.device().facts().vaBits();
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            GoodRequest advice = mapped.advice(type);
            assertThat(advice.with("range", size - Mapped.ADDRESS)).succeeds();

            advice.refuses("range", size - Mapped.ADDRESS + 4096);
            advice.refuses("range", size + 4096);
            advice.refuses("range", -4096);
            advice.refuses("start", size - 4096);
        }
    }

    /** Bits that an address does not have are dropped, be they the copies of its sign or not. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("MAD-008")
    void aCanonicalStartMeansTheSameAddress(Advice type, DrmFile file) {
        long high = -1L << file.device().facts().vaBits();
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(mapped.advice(type).with("start", high | Mapped.ADDRESS)).succeeds();
            assertThat(mapped.advice(type).with("start", Long.MIN_VALUE | Mapped.ADDRESS))
                    .succeeds();
        }
    }

    @Test
    @Rule("MAD-008")
    void adviceForACanonicalStartReachesTheMapping(DrmFile file) {
        int device = DrmXeMadvise.DRM_XE_ATOMIC_DEVICE;
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            long high = -1L << file.device().facts().vaBits();
            assertThat(mapped.vm()
                            .tryMadvise(
                                    high | Mapped.ADDRESS,
                                    Mapped.SIZE,
                                    request -> Advice.ATOMIC.fill(request, 0).set("atomic.val", device)))
                    .succeeds();

            mapped.shows("atomic.val", device);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("MAD-009")
    void aRangeWithoutMappingsIsFineAndStaysSo(Advice type, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(mapped.advice(type).with("start", Mapped.END)).succeeds();
            assertThat(mapped.advice(type).with("start", Mapped.ADDRESS - Mapped.SIZE))
                    .succeeds();

            assertEqual("mappings", 1, mapped.vm().memRanges().size());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("MAD-010")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aBannedVmGivesEnoent(Advice type, DrmFile file) {
        int pat = file.device().patIndex();
        try (KilledVm banned = KilledVm.of(file, VmFlags.LR_MODE)) {
            assertThat(banned.vm().tryMadvise(Mapped.ADDRESS, Mapped.SIZE, request -> type.fill(request, pat)))
                    .failsWith(ENOENT);
        }
    }
}
