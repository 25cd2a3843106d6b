// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_gt}: a GT of the device (96 bytes).
 *
 * <p>{@code reference_clock} is in Hz.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-050 to QRY-057.
 */
public final class DrmXeGt {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_gt")
            .u16("type")
            .u16("tile_id")
            .u16("gt_id")
            .u16("pad", 3)
            .writtenAsZero()
            .u32("reference_clock")
            .u64("near_mem_regions")
            .u64("far_mem_regions")
            .u16("ip_ver_major")
            .u16("ip_ver_minor")
            .u16("ip_ver_rev")
            .u16("pad2")
            .writtenAsZero()
            .u64("reserved", 7)
            .writtenAsZero()
            .build();

    public static final int DRM_XE_QUERY_GT_TYPE_MAIN = 0;
    public static final int DRM_XE_QUERY_GT_TYPE_MEDIA = 1;

    private DrmXeGt() {}
}
