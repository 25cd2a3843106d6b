// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.rules.Rule;

/** The buffer of an OA stream, and how many of its reports may be waited for. */
@Requires(Feature.OBSERVATION)
class OaBufferTest {
    private static final int SMALLEST_BUFFER = 17;
    private static final int LARGEST_BUFFER = 27;
    private static final long DEFAULT_BUFFER = 16 << 20;

    static Stream<Hex> bufferSizes() {
        return Hex.bits(SMALLEST_BUFFER, LARGEST_BUFFER);
    }

    static Stream<Hex> wrongBufferSizes() {
        return Hex.all(
                Hex.of(0),
                Hex.bits(0, SMALLEST_BUFFER - 1),
                Hex.bits(LARGEST_BUFFER + 1, 63),
                Hex.of(0x1ffff, 0x20001, 0x21000, 0x30000, 0xff_ffffL, 0x180_0000, 0x800_0001, 0x1_0002_0000L, -1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bufferSizes")
    @Rule("OAO-007")
    void aPowerOfTwoUpTo128MibIsTheSizeOfTheBuffer(Hex size, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream =
                        session.open(session.samples().with(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, size.value()))) {
            assertEqual("the size of the buffer", size.value(), stream.bufferBytes());
        }
    }

    @Test
    @Rule("OAO-007")
    void theSmallestAndTheLargestBufferAreTaken(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.accepts(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, 1L << SMALLEST_BUFFER);
            session.accepts(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, 1L << LARGEST_BUFFER);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBufferSizes")
    @Rule("OAO-007")
    void anyOtherSizeOfTheBufferGivesEinval(Hex size, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.refuses(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, size.value());
        }
    }

    @Test
    @Rule("OAO-008")
    void waitingForNoReportGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.refuses(DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS, 0);
            session.accepts(DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS, 1);
        }
    }

    @ParameterizedTest(name = "2^{0} bytes")
    @ValueSource(ints = {17, 20, 24, 27})
    @Rule("OAO-021")
    void asManyReportsAsTheBufferHoldsMayBeWaitedFor(int exponent, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain chain = session.samples().with(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, 1L << exponent);
            long most = (1L << exponent) / session.reportBytes();

            assertThat(session.tryOpen(chain.and(DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS, most)))
                    .succeeds();
            assertThat(session.tryOpen(chain.and(DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS, most + 1)))
                    .failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "2^{0} reports")
    @ValueSource(ints = {10, 16, 24, 30, 31})
    @Rule("OAO-021")
    void moreReportsThanTheBufferHoldsGiveEinval(int exponent, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.refuses(DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS, 1L << exponent);
        }
    }

    @Test
    @Rule("OAO-025")
    void theBufferHas16MibByDefault(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.samples().without(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE))) {
            assertEqual("the size of the buffer", DEFAULT_BUFFER, stream.bufferBytes());
        }
    }
}
