// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_eventfd}: signals an eventfd when a point is reached (24 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjEventfd {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_eventfd")
            .u32("handle")
            .u32("flags")
            .u64("point")
            .s32("fd")
            .u32("pad")
            .zeroUnchecked()
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_EVENTFD =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_EVENTFD", Ioc.READ_WRITE, 0xcf, STRUCT);

    private DrmSyncobjEventfd() {}
}
