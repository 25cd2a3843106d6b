// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.OaFacts.Generation.GEN12;
import static xe.drm.OaFacts.Generation.XE2;
import static xe.drm.OaFacts.Generation.XE_HP;
import static xe.drm.OaFacts.Generation.XE_LPG;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_FORMAT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_UNIT_ID;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.OaFacts.Generation;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;

/** Opening an OA stream: the formats of reports. */
@Requires(Feature.OBSERVATION)
class OaFormatTest {
    private static final int TYPES = 7;
    private static final int SELECTORS = 9;

    /** What some platform has; C4_B8 can be named on the oldest, but not opened. */
    enum Format {
        A12(0, 0, 0, 0, GEN12, GEN12),
        A12_B8_C8(0, 2, 0, 0, GEN12, GEN12),
        A32U40_A4U32_B8_C8(0, 5, 0, 0, GEN12, XE_LPG),
        OAR_A32U40_A4U32_B8_C8(1, 5, 0, 0, XE_HP, XE_LPG),
        OAC_A24U64_B8_C8(3, 1, 0, 0, XE_HP, XE_LPG),
        OAC_A22U32_R2U32_B8_C8(3, 2, 0, 0, XE_HP, XE_LPG),
        OAM_MPEC8U64_B8_C8(4, 1, 0, 0, XE_LPG, XE2),
        OAM_MPEC8U32_B8_C8(4, 2, 0, 0, XE_LPG, XE2),
        PEC64U64(5, 1, 1, 0, XE2, XE2),
        PEC64U64_B8_C8(5, 1, 1, 1, XE2, XE2),
        PEC64U32(5, 1, 0, 0, XE2, XE2),
        PEC32U64_G1(5, 5, 1, 0, XE2, XE2),
        PEC32U32_G1(5, 5, 0, 0, XE2, XE2),
        PEC32U64_G2(5, 6, 1, 0, XE2, XE2),
        PEC32U32_G2(5, 6, 0, 0, XE2, XE2),
        PEC36U64_G1_32_G2_4(5, 3, 1, 0, XE2, XE2),
        PEC36U64_G1_4_G2_32(5, 4, 1, 0, XE2, XE2);

        private final int type;
        private final int selector;
        private final int counterSize;
        private final int bcReport;
        private final Generation first;
        private final Generation last;

        Format(int type, int selector, int counterSize, int bcReport, Generation first, Generation last) {
            this.type = type;
            this.selector = selector;
            this.counterSize = counterSize;
            this.bcReport = bcReport;
            this.first = first;
            this.last = last;
        }

        Parts parts() {
            return new Parts(type, selector, counterSize, bcReport);
        }

        boolean isOn(Generation generation) {
            return generation.compareTo(first) >= 0 && generation.compareTo(last) <= 0;
        }

        boolean ofMedia() {
            return type == 4;
        }
    }

    /** The four bytes of the property's value. */
    record Parts(int type, int selector, int counterSize, int bcReport) {
        long value() {
            return type | (long) selector << 8 | (long) counterSize << 16 | (long) bcReport << 24;
        }

        boolean isFormatOf(Generation generation) {
            return Arrays.stream(Format.values())
                    .anyMatch(format -> format.isOn(generation)
                            && !format.ofMedia()
                            && format.parts().equals(this));
        }

        @Override
        public String toString() {
            return "type " + type + ", selector " + selector + ", size " + counterSize + ", bc " + bcReport;
        }
    }

    static Stream<Parts> combinations() {
        return IntStream.range(0, TYPES * SELECTORS * 4)
                .mapToObj(i -> new Parts(i / 4 / SELECTORS, i / 4 % SELECTORS, i / 2 % 2, i % 2));
    }

    static Stream<Hex> singleBits() {
        return Hex.bits(0, 31);
    }

    static Stream<Hex> highBits() {
        return Hex.bits(32, 63);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("combinations")
    @Rule("OAO-005")
    void aFormatIsTakenIfThePlatformHasIt(Parts parts, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            Errno expected = parts.isFormatOf(session.facts().generation()) ? OK : EINVAL;
            assertThat(session.tryOpen(session.samples().with(DRM_XE_OA_PROPERTY_OA_FORMAT, parts.value())))
                    .gives(expected);
        }
    }

    @ParameterizedTest(name = "good format ^ {0}")
    @MethodSource("singleBits")
    @Rule("OAO-005")
    void anyBitOfTheFormatCounts(Hex bit, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            long value = session.format() ^ bit.value();
            Parts parts = new Parts(
                    (int) value & 0xff,
                    (int) (value >>> 8) & 0xff,
                    (int) (value >>> 16) & 0xff,
                    (int) (value >>> 24) & 0xff);
            Errno expected = parts.isFormatOf(session.facts().generation()) ? OK : EINVAL;
            assertThat(session.tryOpen(session.samples().with(DRM_XE_OA_PROPERTY_OA_FORMAT, value)))
                    .gives(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("highBits")
    @Rule("OAO-027")
    void bitsFrom32OnAreNotLookedAt(Hex bit, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.accepts(DRM_XE_OA_PROPERTY_OA_FORMAT, session.format() | bit.value());
        }
    }

    @Test
    @Rule("OAO-019")
    void noFormatGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.samples().without(DRM_XE_OA_PROPERTY_OA_FORMAT)))
                    .failsWith(EINVAL);
            assertThat(session.tryOpen(session.samples())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("OAO-019")
    @Requires(Feature.OA_MEDIA_UNIT)
    void aMediaUnitTakesItsOwnFormats(Format format, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            boolean fits = format.isOn(session.facts().generation()) && format.ofMedia();
            assertThat(session.tryOpen(session.mediaSamples()
                            .with(DRM_XE_OA_PROPERTY_OA_FORMAT, format.parts().value())))
                    .gives(fits ? OK : EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("OAO-019")
    @Requires(Feature.OA_MEDIA_UNIT)
    void anOagUnitTakesNoFormatOfMedia(Format format, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            boolean fits = format.isOn(session.facts().generation()) && !format.ofMedia();
            assertThat(session.tryOpen(session.samples()
                            .with(DRM_XE_OA_PROPERTY_OA_UNIT_ID, 0)
                            .with(DRM_XE_OA_PROPERTY_OA_FORMAT, format.parts().value())))
                    .gives(fits ? OK : EINVAL);
        }
    }
}
