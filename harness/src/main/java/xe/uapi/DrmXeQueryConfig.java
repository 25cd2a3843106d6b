// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_config}: answer to DRM_XE_DEVICE_QUERY_CONFIG (8 bytes, then {@code num_params} u64
 * values, indexed by the constants).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-040 to QRY-049.
 */
public final class DrmXeQueryConfig {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_config")
            .u32("num_params")
            .u32("pad")
            .writtenAsZero()
            .u64("info", 0)
            .build();

    public static final int DRM_XE_QUERY_CONFIG_REV_AND_DEVICE_ID = 0;
    public static final int DRM_XE_QUERY_CONFIG_FLAGS = 1;

    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_VRAM = 1 << 0;
    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_LOW_LATENCY = 1 << 1;
    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_CPU_ADDR_MIRROR = 1 << 2;
    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_NO_COMPRESSION_HINT = 1 << 3;
    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_DISABLE_STATE_CACHE_PERF_FIX = 1 << 4;
    public static final int DRM_XE_QUERY_CONFIG_FLAG_HAS_PURGING_SUPPORT = 1 << 5;

    public static final int DRM_XE_QUERY_CONFIG_MIN_ALIGNMENT = 2;
    public static final int DRM_XE_QUERY_CONFIG_VA_BITS = 3;
    public static final int DRM_XE_QUERY_CONFIG_MAX_EXEC_QUEUE_PRIORITY = 4;

    private DrmXeQueryConfig() {}
}
