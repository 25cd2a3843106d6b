// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_device_query}: asks for facts about the device (40 bytes, read and write).
 *
 * <p>{@code size} is in bytes; 0 asks for the size alone, anything but the exact size is EINVAL.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-001 to QRY-122.
 */
public final class DrmXeDeviceQuery {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_device_query")
            .u64("extensions")
            .mustBeZero()
            .u32("query")
            .u32("size")
            .u64("data")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_DEVICE_QUERY = 0x00;

    public static final Ioctl DRM_IOCTL_XE_DEVICE_QUERY =
            Ioctl.xe("DRM_IOCTL_XE_DEVICE_QUERY", Ioc.READ_WRITE, DRM_XE_DEVICE_QUERY, STRUCT);

    public static final int DRM_XE_DEVICE_QUERY_ENGINES = 0;
    public static final int DRM_XE_DEVICE_QUERY_MEM_REGIONS = 1;
    public static final int DRM_XE_DEVICE_QUERY_CONFIG = 2;
    public static final int DRM_XE_DEVICE_QUERY_GT_LIST = 3;
    public static final int DRM_XE_DEVICE_QUERY_HWCONFIG = 4;
    public static final int DRM_XE_DEVICE_QUERY_GT_TOPOLOGY = 5;
    public static final int DRM_XE_DEVICE_QUERY_ENGINE_CYCLES = 6;
    public static final int DRM_XE_DEVICE_QUERY_UC_FW_VERSION = 7;
    public static final int DRM_XE_DEVICE_QUERY_OA_UNITS = 8;
    public static final int DRM_XE_DEVICE_QUERY_PXP_STATUS = 9;
    public static final int DRM_XE_DEVICE_QUERY_EU_STALL = 10;

    private DrmXeDeviceQuery() {}
}
