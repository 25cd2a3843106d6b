// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_exec_queue_get_property}: reads a property of a queue (40 bytes, read and write).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EQG-001 to EQG-006.
 */
public final class DrmXeExecQueueGetProperty {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_exec_queue_get_property")
            .u64("extensions")
            .zeroUnchecked()
            .u32("exec_queue_id")
            .u32("property")
            .u64("value")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_EXEC_QUEUE_GET_PROPERTY = 0x08;

    public static final Ioctl DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY =
            Ioctl.xe("DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY", Ioc.READ_WRITE, DRM_XE_EXEC_QUEUE_GET_PROPERTY, STRUCT);

    /** The value is 1 once the queue was reset or killed. */
    public static final int DRM_XE_EXEC_QUEUE_GET_PROPERTY_BAN = 0;

    private DrmXeExecQueueGetProperty() {}
}
