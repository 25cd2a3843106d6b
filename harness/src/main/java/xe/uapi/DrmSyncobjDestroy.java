// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_destroy}: destroys a sync object (8 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjDestroy {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_destroy")
            .u32("handle")
            .u32("pad")
            .mustBeZero()
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_DESTROY =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_DESTROY", Ioc.READ_WRITE, 0xc0, STRUCT);

    private DrmSyncobjDestroy() {}
}
