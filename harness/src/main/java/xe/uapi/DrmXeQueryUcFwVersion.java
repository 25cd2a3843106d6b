// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_uc_fw_version}: argument and answer of DRM_XE_DEVICE_QUERY_UC_FW_VERSION (32 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-090 to QRY-094.
 */
public final class DrmXeQueryUcFwVersion {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_uc_fw_version")
            .u16("uc_type")
            .u16("pad")
            .mustBeZero()
            .u32("branch_ver")
            .u32("major_ver")
            .u32("minor_ver")
            .u32("patch_ver")
            .u32("pad2")
            .mustBeZero()
            .u64("reserved")
            .mustBeZero()
            .build();

    public static final int XE_QUERY_UC_TYPE_GUC_SUBMISSION = 0;
    public static final int XE_QUERY_UC_TYPE_HUC = 1;

    private DrmXeQueryUcFwVersion() {}
}
