// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_oa_unit}: an OA unit of the device (72 bytes, then {@code num_engines} structs {@link
 * DrmXeEngineClassInstance}).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-100 to QRY-105.
 */
public final class DrmXeOaUnit {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_oa_unit")
            .u64("extensions")
            .u32("oa_unit_id")
            .u32("oa_unit_type")
            .u64("capabilities")
            .u64("oa_timestamp_freq")
            .u16("gt_id")
            .u16("reserved1", 3)
            .writtenAsZero()
            .u64("reserved", 3)
            .writtenAsZero()
            .u64("num_engines")
            .struct("eci", DrmXeEngineClassInstance.STRUCT, 0)
            .build();

    public static final int DRM_XE_OA_UNIT_TYPE_OAG = 0;
    public static final int DRM_XE_OA_UNIT_TYPE_OAM = 1;
    public static final int DRM_XE_OA_UNIT_TYPE_OAM_SAG = 2;
    public static final int DRM_XE_OA_UNIT_TYPE_MERT = 3;

    public static final int DRM_XE_OA_CAPS_BASE = 1 << 0;
    public static final int DRM_XE_OA_CAPS_SYNCS = 1 << 1;
    public static final int DRM_XE_OA_CAPS_OA_BUFFER_SIZE = 1 << 2;
    public static final int DRM_XE_OA_CAPS_WAIT_NUM_REPORTS = 1 << 3;
    public static final int DRM_XE_OA_CAPS_OAM = 1 << 4;
    public static final int DRM_XE_OA_CAPS_OA_UNIT_GT_ID = 1 << 5;

    private DrmXeOaUnit() {}
}
