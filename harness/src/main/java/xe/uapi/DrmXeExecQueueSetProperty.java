// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_exec_queue_set_property}: changes a property of a queue (40 bytes, write-only).
 *
 * <p>The properties are those of {@link DrmXeExecQueueCreate}; only MULTI_QUEUE_PRIORITY can be changed.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EQS-001 to EQS-006.
 */
public final class DrmXeExecQueueSetProperty {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_exec_queue_set_property")
            .u64("extensions")
            .zeroUnchecked()
            .u32("exec_queue_id")
            .u32("property")
            .u64("value")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY = 0x0e;

    public static final Ioctl DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY =
            Ioctl.xe("DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY", Ioc.WRITE, DRM_XE_EXEC_QUEUE_SET_PROPERTY, STRUCT);

    private DrmXeExecQueueSetProperty() {}
}
