// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_oa_stream_info}: what DRM_XE_OBSERVATION_IOCTL_INFO writes (40 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules OAS-006, OAO-025.
 */
public final class DrmXeOaStreamInfo {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_oa_stream_info")
            .u64("extensions")
            .u64("oa_buf_size")
            .u64("reserved", 3)
            .writtenAsZero()
            .build();

    private DrmXeOaStreamInfo() {}
}
