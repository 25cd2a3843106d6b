// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_oa_stream_status}: what DRM_XE_OBSERVATION_IOCTL_STATUS writes (40 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rule OAS-006.
 */
public final class DrmXeOaStreamStatus {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_oa_stream_status")
            .u64("extensions")
            .u64("oa_status")
            .u64("reserved", 3)
            .writtenAsZero()
            .build();

    public static final int DRM_XE_OASTATUS_REPORT_LOST = 1 << 0;
    public static final int DRM_XE_OASTATUS_BUFFER_OVERFLOW = 1 << 1;
    public static final int DRM_XE_OASTATUS_COUNTER_OVERFLOW = 1 << 2;
    public static final int DRM_XE_OASTATUS_MMIO_TRG_Q_FULL = 1 << 3;

    private DrmXeOaStreamStatus() {}
}
