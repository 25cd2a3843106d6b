// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_timeline_wait}: waits for points of timelines (48 bytes, read and write).
 *
 * <p>The flags are those of {@link DrmSyncobjWait}.
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjTimelineWait {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_timeline_wait")
            .u64("handles")
            .u64("points")
            .s64("timeout_nsec")
            .u32("count_handles")
            .u32("flags")
            .u32("first_signaled")
            .u32("pad")
            .zeroUnchecked()
            .u64("deadline_nsec")
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT", Ioc.READ_WRITE, 0xca, STRUCT);

    private DrmSyncobjTimelineWait() {}
}
