// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_gt_list}: answer to DRM_XE_DEVICE_QUERY_GT_LIST (8 bytes, then {@code num_gt} entries).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-050 to QRY-057.
 */
public final class DrmXeQueryGtList {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_gt_list")
            .u32("num_gt")
            .u32("pad")
            .writtenAsZero()
            .struct("gt_list", DrmXeGt.STRUCT, 0)
            .build();

    private DrmXeQueryGtList() {}
}
