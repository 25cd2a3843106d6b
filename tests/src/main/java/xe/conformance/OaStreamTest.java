// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NUM_SYNCS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SYNCS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_DISABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_ENABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_INFO;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_STATUS;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeOaStreamInfo;
import xe.uapi.DrmXeOaStreamStatus;
import xe.uapi.StructView;

/** The descriptor of an OA stream. */
@Requires(Feature.OBSERVATION)
class OaStreamTest {
    private static final int BUFFER = OaSession.BUFFER_BYTES;

    /** Requests that differ from a known one in one bit, and requests of other files. */
    static Stream<Hex> unknownRequests() {
        return Hex.all(
                        Hex.range(0x6905, 0x6910),
                        IntStream.range(4, Integer.SIZE).mapToObj(bit -> new Hex(0x6900 ^ 1L << bit)),
                        Hex.of(0, 0xffff_ffffL, 0xc040_6400L, 0xc028_6440L, 0x4020_644bL, 0x5760))
                .distinct();
    }

    static Stream<Integer> otherProperties() {
        return Stream.of(1, 2, 4, 5, 6, 7, 8, 9, 12, 13);
    }

    static Stream<Hex> unknownProperties() {
        return Hex.all(Hex.of(0, 14, 15), Hex.bits(4, 31), Hex.of(0xffff_ffffL));
    }

    static Stream<Hex> unknownSets() {
        return Hex.all(Hex.of(0), Hex.bits(20, 31), Hex.of(0xffff_ffffL, 0x1_0000_0000L));
    }

    private static ObservationStream samples(OaSession session) {
        return session.open(session.samples());
    }

    private static PropertyChain set(long config) {
        return PropertyChain.of(DRM_XE_OA_PROPERTY_OA_METRIC_SET, config);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownRequests")
    @Rule("OAS-001")
    void anUnknownRequestGivesEinval(Hex request, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryIoctl((int) request.value(), 0)).failsWith(EINVAL);
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_DISABLE, 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {DRM_XE_OBSERVATION_IOCTL_ENABLE, DRM_XE_OBSERVATION_IOCTL_DISABLE})
    @Rule("OAS-002")
    void aSecondTimeChangesNothing(int request, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryIoctl(request, 0)).returns(0);
            assertThat(stream.tryIoctl(request, 0)).returns(0);
        }
    }

    @ParameterizedTest(name = "argument {0}")
    @ValueSource(longs = {0, 1, -1})
    @Rule("OAS-002")
    void enableAndDisableHaveNoArgument(long argument, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_ENABLE, argument))
                    .returns(0);
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_DISABLE, argument))
                    .returns(0);
        }
    }

    @ParameterizedTest(name = "property {0}")
    @MethodSource("otherProperties")
    @Rule("OAS-003")
    void configTakesNoOtherProperty(int property, DrmFile file) {
        configRefuses(property, file);
    }

    @ParameterizedTest(name = "property {0}")
    @MethodSource("unknownProperties")
    @Rule("OAS-003")
    void configTakesNoUnknownProperty(Hex property, DrmFile file) {
        configRefuses((int) property.value(), file);
    }

    private static void configRefuses(int property, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryConfigure(set(session.config()).and(property, 0)))
                    .failsWith(EINVAL);
            assertThat(stream.tryConfigure(set(session.config())
                            .and(DRM_XE_OA_PROPERTY_NUM_SYNCS, 0)
                            .and(DRM_XE_OA_PROPERTY_SYNCS, 0)))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownSets")
    @Rule("OAS-004")
    void configWithAnUnknownMetricSetGivesEnodev(Hex unknown, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryConfigure(set(unknown.value()))).failsWith(ENODEV);
            assertThat(stream.tryConfigure(set(session.config()))).succeeds();
        }
    }

    @Test
    @Rule("OAS-005")
    void configReturnsTheIdOfTheConfigurationBefore(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                OaSession other = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryConfigure(set(other.config()))).returns(session.config());
            assertThat(stream.tryConfigure(set(other.config()))).returns(other.config());
            assertThat(stream.tryConfigure(set(session.config()))).returns(other.config());
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"26883, 0", "26883, 4096", "26883, -8", "26884, 0", "26884, 4096", "26884, -8"})
    @Rule("OAS-006")
    void anAnswerThatCantBeWrittenGivesEfault(int request, long address, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryIoctl(request, address)).failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {DRM_XE_OBSERVATION_IOCTL_STATUS, DRM_XE_OBSERVATION_IOCTL_INFO})
    @Rule("OAS-006")
    void anAnswerToReadOnlyMemoryGivesEfault(int request, DrmFile file) {
        int size = DrmXeOaStreamInfo.STRUCT.size();
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session);
                NativeMemory answer = NativeMemory.allocate(file.kernel(), size)) {
            assertThat(stream.tryIoctl(request, answer.address())).succeeds();
            answer.makeReadOnly();
            assertThat(stream.tryIoctl(request, answer.address())).failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0} bytes writable")
    @ValueSource(ints = {1, 8, 16, 39})
    @Rule("OAS-006")
    void anAnswerPartlyOnAGuardPageGivesEfault(int writable, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session);
                NativeMemory part = NativeMemory.allocate(file.kernel(), writable)) {
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_STATUS, part.address()))
                    .failsWith(EFAULT);
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_INFO, part.address()))
                    .failsWith(EFAULT);
        }
    }

    @Test
    @Rule("OAS-006")
    void anAnswerIsWrittenAsAWhole(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session);
                NativeMemory answer = NativeMemory.allocate(file.kernel(), DrmXeOaStreamStatus.STRUCT.size())) {
            answer.segment().fill((byte) 0xff);
            assertThat(stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_STATUS, answer.address()))
                    .succeeds();
            assertEqual(
                    "the status of a stream that never ran",
                    "drm_xe_oa_stream_status{}",
                    new StructView(DrmXeOaStreamStatus.STRUCT, answer.segment()).toString());
        }
    }

    @ParameterizedTest(name = "non-blocking {0}")
    @ValueSource(booleans = {true, false})
    @Rule("OAS-007")
    void aStreamWithoutSamplesCantBeRead(boolean nonBlocking, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.ofQueue(session.queue()))) {
            if (nonBlocking) {
                stream.setNonBlocking();
            }
            assertThat(stream.tryRead(session.reportBytes())).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 64, 4096})
    @Rule("OAS-008")
    void aBlockingReadWithoutAPeriodGivesEinval(int bytes, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryRead(bytes)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 64, 4096})
    @Rule("OAS-009")
    void aNonBlockingReadWithoutDataGivesEagain(int bytes, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            stream.tryIoctl(DRM_XE_OBSERVATION_IOCTL_ENABLE, 0).orThrow();
            stream.setNonBlocking();
            assertThat(stream.tryRead(bytes)).failsWith(EAGAIN);
            assertEqual("the events of a stream without data", 0, stream.fd().poll(Abi.POLLIN, 0));
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {4096, BUFFER / 2, BUFFER - 4096, BUFFER + 4096, BUFFER * 2})
    @Rule("OAS-010")
    void aMappingOfAnotherLengthGivesEinval(int bytes, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryMap(bytes, Abi.PROT_READ, Abi.MAP_PRIVATE)).failsWith(EINVAL);
            assertThat(stream.tryMap(BUFFER, Abi.PROT_READ, Abi.MAP_PRIVATE)).succeeds();
        }
    }

    @ParameterizedTest(name = "2^{0} bytes")
    @ValueSource(ints = {17, 18, 19, 20, 21, 22, 23, 24, 25})
    @Rule("OAS-010")
    void aBufferIsMappedAsAWhole(int exponent, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream =
                        session.open(session.samples().with(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, 1L << exponent))) {
            assertThat(stream.tryMap(1L << exponent, Abi.PROT_READ, Abi.MAP_PRIVATE))
                    .succeeds();
        }
    }

    @Test
    @Rule("OAS-010")
    void aSharedMappingGivesEinval(DrmFile file) {
        refusesMapping(Abi.PROT_READ, Abi.MAP_SHARED, file);
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {Abi.PROT_WRITE, Abi.PROT_READ | Abi.PROT_WRITE})
    @Rule("OAS-010")
    void aWritableMappingGivesEinval(int protection, DrmFile file) {
        refusesMapping(protection, Abi.MAP_PRIVATE, file);
    }

    private static void refusesMapping(int protection, int flags, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = samples(session)) {
            assertThat(stream.tryMap(BUFFER, protection, flags)).failsWith(EINVAL);
            assertThat(stream.tryMap(BUFFER, Abi.PROT_READ, Abi.MAP_PRIVATE)).succeeds();
        }
    }
}
