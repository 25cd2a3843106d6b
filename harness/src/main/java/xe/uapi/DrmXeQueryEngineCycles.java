// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_engine_cycles}: argument and answer of DRM_XE_DEVICE_QUERY_ENGINE_CYCLES (40 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-080 to QRY-089.
 */
public final class DrmXeQueryEngineCycles {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_engine_cycles")
            .struct("eci", DrmXeEngineClassInstance.STRUCT)
            .s32("clockid")
            .u32("width")
            .u64("engine_cycles")
            .u64("cpu_timestamp")
            .u64("cpu_delta")
            .build();

    private DrmXeQueryEngineCycles() {}
}
