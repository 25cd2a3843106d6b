// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENODEV;
import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_EU_STALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_GT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_STREAM_OPEN;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_EU_STALL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Observation;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.rules.Rule;

/** EU stall sampling on a device that has none. */
@Requires(Feature.NO_EU_STALL)
class EuStallUnsupportedTest {
    @ParameterizedTest(name = "chain at {0}")
    @ValueSource(longs = {0, 4096, -8})
    @Rule("EUS-001")
    void aStreamGivesEnodevBeforeTheChainIsRead(long chain, DrmFile file) {
        assertThat(new Observation(file)
                        .tryObserve(DRM_XE_OBSERVATION_TYPE_EU_STALL, DRM_XE_OBSERVATION_OP_STREAM_OPEN, chain))
                .failsWith(ENODEV);
    }

    @Test
    @Rule("EUS-001")
    void aGoodRequestGivesEnodev(DrmFile file) {
        assertThat(new Observation(file).tryEuStall(PropertyChain.of(DRM_XE_EU_STALL_PROP_GT_ID, 0)))
                .failsWith(ENODEV);
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(ints = {0, 1, 80, 136, 137, -1})
    @Rule("QRY-120")
    void theQueryGivesEnodevForAnySize(int size, DrmFile file) {
        assertThat(file.ioctl(
                        DRM_IOCTL_XE_DEVICE_QUERY,
                        request -> request.set("query", DRM_XE_DEVICE_QUERY_EU_STALL)
                                .set("size", size)))
                .failsWith(ENODEV);
    }
}
