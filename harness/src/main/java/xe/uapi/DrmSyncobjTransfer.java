// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_transfer}: copies a fence from one sync object to another (32 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjTransfer {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_transfer")
            .u32("src_handle")
            .u32("dst_handle")
            .u64("src_point")
            .u64("dst_point")
            .u32("flags")
            .u32("pad")
            .mustBeZero()
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_TRANSFER =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_TRANSFER", Ioc.READ_WRITE, 0xcc, STRUCT);

    private DrmSyncobjTransfer() {}
}
