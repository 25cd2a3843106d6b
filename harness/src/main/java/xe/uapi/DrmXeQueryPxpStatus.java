// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_pxp_status}: answer to DRM_XE_DEVICE_QUERY_PXP_STATUS (8 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-110 to QRY-113.
 */
public final class DrmXeQueryPxpStatus {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_pxp_status")
            .u32("status")
            .u32("supported_session_types")
            .build();

    private DrmXeQueryPxpStatus() {}
}
