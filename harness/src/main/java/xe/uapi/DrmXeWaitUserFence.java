// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_wait_user_fence}: waits until eight bytes of user memory meet a condition (72 bytes, read and
 * write).
 *
 * <p>{@code timeout} is in nanoseconds: relative, and then rewritten to what is left, or a time of CLOCK_MONOTONIC.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules WUF-001 to WUF-042.
 */
public final class DrmXeWaitUserFence {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_wait_user_fence")
            .u64("extensions")
            .mustBeZero()
            .u64("addr")
            .u16("op")
            .u16("flags")
            .u32("pad")
            .mustBeZero()
            .u64("value")
            .u64("mask")
            .s64("timeout")
            .u32("exec_queue_id")
            .u32("pad2")
            .mustBeZero()
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_WAIT_USER_FENCE = 0x0a;

    public static final Ioctl DRM_IOCTL_XE_WAIT_USER_FENCE =
            Ioctl.xe("DRM_IOCTL_XE_WAIT_USER_FENCE", Ioc.READ_WRITE, DRM_XE_WAIT_USER_FENCE, STRUCT);

    public static final int DRM_XE_UFENCE_WAIT_OP_EQ = 0x0;
    public static final int DRM_XE_UFENCE_WAIT_OP_NEQ = 0x1;
    public static final int DRM_XE_UFENCE_WAIT_OP_GT = 0x2;
    public static final int DRM_XE_UFENCE_WAIT_OP_GTE = 0x3;
    public static final int DRM_XE_UFENCE_WAIT_OP_LT = 0x4;
    public static final int DRM_XE_UFENCE_WAIT_OP_LTE = 0x5;
    public static final int DRM_XE_UFENCE_WAIT_FLAG_ABSTIME = 1 << 0;

    private DrmXeWaitUserFence() {}
}
