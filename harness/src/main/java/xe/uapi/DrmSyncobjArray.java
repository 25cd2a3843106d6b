// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_array}: sync objects to reset or to signal (16 bytes, read and write).
 *
 * <p>{@code handles} is the address of an array of u32.
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjArray {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_array")
            .u64("handles")
            .u32("count_handles")
            .u32("pad")
            .mustBeZero()
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_RESET =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_RESET", Ioc.READ_WRITE, 0xc4, STRUCT);
    public static final Ioctl DRM_IOCTL_SYNCOBJ_SIGNAL =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_SIGNAL", Ioc.READ_WRITE, 0xc5, STRUCT);

    private DrmSyncobjArray() {}
}
