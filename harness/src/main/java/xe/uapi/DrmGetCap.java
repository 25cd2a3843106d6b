// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_get_cap}: reads a capability of the driver (16 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7; LAY-020.
 */
public final class DrmGetCap {
    public static final CStruct STRUCT =
            CStruct.struct("drm_get_cap").u64("capability").u64("value").build();

    public static final Ioctl DRM_IOCTL_GET_CAP = Ioctl.drm("DRM_IOCTL_GET_CAP", Ioc.READ_WRITE, 0x0c, STRUCT);

    public static final int DRM_CAP_DUMB_BUFFER = 0x1;
    public static final int DRM_CAP_PRIME = 0x5;
    public static final int DRM_CAP_TIMESTAMP_MONOTONIC = 0x6;
    public static final int DRM_CAP_SYNCOBJ = 0x13;
    public static final int DRM_CAP_SYNCOBJ_TIMELINE = 0x14;

    public static final int DRM_PRIME_CAP_IMPORT = 0x1;
    public static final int DRM_PRIME_CAP_EXPORT = 0x2;

    private DrmGetCap() {}
}
