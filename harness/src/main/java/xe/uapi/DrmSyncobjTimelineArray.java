// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_timeline_array}: points of timelines to read or to signal (24 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjTimelineArray {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_timeline_array")
            .u64("handles")
            .u64("points")
            .u32("count_handles")
            .u32("flags")
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_QUERY =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_QUERY", Ioc.READ_WRITE, 0xcb, STRUCT);
    public static final Ioctl DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL", Ioc.READ_WRITE, 0xcd, STRUCT);

    public static final int DRM_SYNCOBJ_QUERY_FLAGS_LAST_SUBMITTED = 1 << 0;

    private DrmSyncobjTimelineArray() {}
}
