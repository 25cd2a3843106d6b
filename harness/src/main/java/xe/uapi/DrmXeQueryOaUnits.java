// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_oa_units}: answer to DRM_XE_DEVICE_QUERY_OA_UNITS (16 bytes, then {@code num_oa_units}
 * entries of differing length).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-100 to QRY-105.
 */
public final class DrmXeQueryOaUnits {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_oa_units")
            .u64("extensions")
            .u32("num_oa_units")
            .u32("pad")
            .writtenAsZero()
            .u64("oa_units", 0)
            .build();

    private DrmXeQueryOaUnits() {}
}
