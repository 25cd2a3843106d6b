// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_create}: creates a sync object (8 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjCreate {
    public static final CStruct STRUCT =
            CStruct.struct("drm_syncobj_create").u32("handle").u32("flags").build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_CREATE =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_CREATE", Ioc.READ_WRITE, 0xbf, STRUCT);

    public static final int DRM_SYNCOBJ_CREATE_SIGNALED = 1 << 0;

    private DrmSyncobjCreate() {}
}
