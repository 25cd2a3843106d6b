// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_EU_STALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Observation;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.Outcome;

/**
 * OBSERVATION: its top level. The control is a stream of OA reports without properties, whose chain at NULL gives EFAULT to every
 * caller.
 */
@Requires(Feature.OA)
class ObservationTest {
    static Stream<Hex> extensions() {
        return Hex.all(Hex.bits(0, 63), Hex.of(-1));
    }

    static Stream<Hex> unknownTypes() {
        return Hex.all(Hex.bits(1, 63), Hex.of(3, 0x1_0000_0001L, -1));
    }

    static Stream<Hex> unknownOaOperations() {
        return Hex.all(Hex.bits(2, 63), Hex.of(3, 0x1_0000_0001L, 0x1_0000_0002L, -1));
    }

    static Stream<Hex> unknownEuStallOperations() {
        return Hex.all(Hex.bits(0, 63), Hex.of(3, -1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("OBS-001")
    void extensionsGiveEinval(Hex extensions, DrmFile file) {
        Outcome observed =
                file.ioctl(DRM_IOCTL_XE_OBSERVATION, request -> request.set("extensions", extensions.value()));
        assertThat(observed).failsWith(EINVAL);

        control(file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownTypes")
    @Rule("OBS-002")
    void anUnknownTypeGivesEinval(Hex type, DrmFile file) {
        refused(file, type.value(), 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownOaOperations")
    @Rule("OBS-003")
    void anUnknownOperationOnOaGivesEinval(Hex op, DrmFile file) {
        refused(file, DRM_XE_OBSERVATION_TYPE_OA, op.value());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownEuStallOperations")
    @Rule("OBS-004")
    void euStallDataCanOnlyBeStreamed(Hex op, DrmFile file) {
        refused(file, DRM_XE_OBSERVATION_TYPE_EU_STALL, op.value());
    }

    private static void refused(DrmFile file, long type, long op) {
        Observation observation = new Observation(file);
        assertThat(observation.closed(observation.tryObserve(type, op, 0))).failsWith(EINVAL);

        control(file);
    }

    private static void control(DrmFile file) {
        assertThat(new Observation(file).tryObserve(DRM_XE_OBSERVATION_TYPE_OA, 0, 0))
                .failsWith(EFAULT);
    }
}
