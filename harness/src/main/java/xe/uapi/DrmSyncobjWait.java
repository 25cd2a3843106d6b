// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_wait}: waits for sync objects (40 bytes, read and write).
 *
 * <p>{@code handles} is the address of an array of u32; {@code timeout_nsec} is a time of CLOCK_MONOTONIC.
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjWait {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_wait")
            .u64("handles")
            .s64("timeout_nsec")
            .u32("count_handles")
            .u32("flags")
            .u32("first_signaled")
            .u32("pad")
            .zeroUnchecked()
            .u64("deadline_nsec")
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_WAIT =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_WAIT", Ioc.READ_WRITE, 0xc3, STRUCT);

    public static final int DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL = 1 << 0;
    public static final int DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT = 1 << 1;
    public static final int DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE = 1 << 2;
    public static final int DRM_SYNCOBJ_WAIT_FLAGS_WAIT_DEADLINE = 1 << 3;

    private DrmSyncobjWait() {}
}
