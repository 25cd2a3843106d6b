// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_GT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_DISABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_ENABLE;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Observation;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.rules.Rule;

/** The descriptor of an EU stall stream. */
@Requires({Feature.EU_STALL, Feature.OBSERVATION})
class EuStallStreamTest {
    /** CONFIG, STATUS and INFO, what differs from a known request in one bit, and requests of other files. */
    static Stream<Hex> unknownRequests() {
        return Hex.all(
                        Hex.range(0x6902, 0x6910),
                        IntStream.range(4, Integer.SIZE).mapToObj(bit -> new Hex(0x6900 ^ 1L << bit)),
                        Hex.of(0, 0xffff_ffffL, 0xc040_6400L, 0xc028_6440L, 0x4020_644bL, 0x5760))
                .distinct();
    }

    private static ObservationStream open(DrmFile file) {
        return new Observation(file).openEuStall(PropertyChain.of(DRM_XE_EU_STALL_PROP_GT_ID, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownRequests")
    @Rule("EUS-013")
    void anUnknownRequestGivesEinval(Hex request, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            assertThat(stream.tryIoctl((int) request.value(), 0)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {DRM_XE_OBSERVATION_IOCTL_ENABLE, DRM_XE_OBSERVATION_IOCTL_DISABLE})
    @Rule("EUS-013")
    void enableAndDisableAreTakenTwice(int request, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            assertThat(stream.tryIoctl(request, 0)).returns(0);
            assertThat(stream.tryIoctl(request, 0)).returns(0);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 8, 32, 63})
    @Rule("EUS-014")
    void aBufferShorterThanARecordGivesEinval(int bytes, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_ENABLE, 0).orThrow();
            stream.setNonBlocking();
            assertThat(stream.tryRead(bytes)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {64, 65, 4096})
    @Rule("EUS-015")
    void aReadBeforeEnableGivesEinval(int bytes, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            stream.setNonBlocking();
            assertThat(stream.tryRead(bytes)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {64, 4096})
    @Rule("EUS-015")
    void aReadAfterDisableGivesEinval(int bytes, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_ENABLE, 0).orThrow();
            stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_DISABLE, 0).orThrow();
            stream.setNonBlocking();
            assertThat(stream.tryRead(bytes)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {64, 65, 127, 4096})
    @Rule("EUS-016")
    void aNonBlockingReadWithoutDataGivesEagain(int bytes, DrmFile file) {
        try (ObservationStream stream = open(file)) {
            stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_ENABLE, 0).orThrow();
            stream.setNonBlocking();
            assertThat(stream.tryRead(bytes)).failsWith(EAGAIN);
            assertEqual("the events of a stream without data", 0, stream.fd().poll(Abi.POLLIN, 0));
        }
    }
}
