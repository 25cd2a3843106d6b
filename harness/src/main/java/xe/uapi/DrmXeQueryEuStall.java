// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_eu_stall}: answer to DRM_XE_DEVICE_QUERY_EU_STALL (80 bytes, then {@code
 * num_sampling_rates} u64 values).
 *
 * <p>Sizes are in bytes.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-120 to QRY-122.
 */
public final class DrmXeQueryEuStall {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_eu_stall")
            .u64("extensions")
            .u64("capabilities")
            .u64("record_size")
            .u64("per_xecore_buf_size")
            .u64("reserved", 5)
            .writtenAsZero()
            .u64("num_sampling_rates")
            .u64("sampling_rates", 0)
            .build();

    public static final int DRM_XE_EU_STALL_CAPS_BASE = 1 << 0;

    private DrmXeQueryEuStall() {}
}
