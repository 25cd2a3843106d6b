// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NUM_SYNCS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SYNCS;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;

/** The metric set and the syncs with which an OA stream is opened. */
@Requires(Feature.OBSERVATION)
class OaMetricSetTest {
    static Stream<Hex> tooManySyncs() {
        return Hex.all(Hex.of(1025), Hex.bits(11, 63), Hex.of(0x1_0000_0001L, -1));
    }

    static Stream<Hex> unknownSets() {
        return Hex.all(Hex.of(0), Hex.bits(20, 31), Hex.of(0xffff_ffffL, 0x1_0000_0000L));
    }

    /** Up to the limit the entries are read, and there are none at that address. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("tooManySyncs")
    @Rule("OAO-009")
    void moreThan1024SyncsGiveEinval(Hex count, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain chain = session.samples().and(DRM_XE_OA_PROPERTY_SYNCS, NativeMemory.NEVER_MAPPED);
            assertThat(session.tryOpen(chain.and(DRM_XE_OA_PROPERTY_NUM_SYNCS, count.value())))
                    .failsWith(EINVAL);
            assertThat(session.tryOpen(chain.and(DRM_XE_OA_PROPERTY_NUM_SYNCS, 1024)))
                    .failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 1024})
    @Rule("OAO-023")
    void syncsWithoutAnArrayGiveEinval(int count, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.refuses(DRM_XE_OA_PROPERTY_NUM_SYNCS, count);
            session.accepts(DRM_XE_OA_PROPERTY_NUM_SYNCS, 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownSets")
    @Rule("OAO-024")
    void anUnknownMetricSetGivesEinval(Hex set, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            session.refuses(DRM_XE_OA_PROPERTY_OA_METRIC_SET, set.value());
        }
    }

    @Test
    @Rule("OAO-024")
    void noMetricSetGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.samples().without(DRM_XE_OA_PROPERTY_OA_METRIC_SET)))
                    .failsWith(EINVAL);
            assertThat(session.tryOpen(session.samples())).succeeds();
        }
    }

    @Test
    @Rule("OAO-024")
    void aRemovedMetricSetGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.samples())).succeeds();
            session.observation().removeConfig(session.config());
            assertThat(session.tryOpen(session.samples())).failsWith(EINVAL);
        }
    }
}
