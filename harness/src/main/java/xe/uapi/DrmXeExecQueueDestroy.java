// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_exec_queue_destroy}: destroys an execution queue (24 bytes, write-only).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EQD-001 to EQD-006.
 */
public final class DrmXeExecQueueDestroy {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_exec_queue_destroy")
            .u32("exec_queue_id")
            .u32("pad")
            .mustBeZero()
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_EXEC_QUEUE_DESTROY = 0x07;

    public static final Ioctl DRM_IOCTL_XE_EXEC_QUEUE_DESTROY =
            Ioctl.xe("DRM_IOCTL_XE_EXEC_QUEUE_DESTROY", Ioc.WRITE, DRM_XE_EXEC_QUEUE_DESTROY, STRUCT);

    private DrmXeExecQueueDestroy() {}
}
