// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_exec_queue_create}: creates an execution queue (48 bytes, read and write).
 *
 * <p>{@code instances} is the address of {@code width * num_placements} structs {@link DrmXeEngineClassInstance}.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EQC-001 to EQC-044, EQX-001 to EQX-081.
 */
public final class DrmXeExecQueueCreate {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_exec_queue_create")
            .u64("extensions")
            .u16("width")
            .u16("num_placements")
            .u32("vm_id")
            .u32("flags")
            .u32("exec_queue_id")
            .u64("instances")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_EXEC_QUEUE_CREATE = 0x06;

    public static final Ioctl DRM_IOCTL_XE_EXEC_QUEUE_CREATE =
            Ioctl.xe("DRM_IOCTL_XE_EXEC_QUEUE_CREATE", Ioc.READ_WRITE, DRM_XE_EXEC_QUEUE_CREATE, STRUCT);

    public static final int DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT = 1 << 0;

    /** Name of the one extension, {@link DrmXeExtSetProperty}. */
    public static final int DRM_XE_EXEC_QUEUE_EXTENSION_SET_PROPERTY = 0;

    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY = 0;
    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE = 1;
    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE = 2;
    public static final int DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE = 3;
    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP = 4;
    public static final int DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY = 5;
    public static final int DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX = 6;

    public static final long DRM_XE_MULTI_GROUP_CREATE = 0x8000_0000_0000_0000L;

    public static final int DRM_XE_PXP_TYPE_NONE = 0;
    public static final int DRM_XE_PXP_TYPE_HWDRM = 1;
    public static final int DRM_XE_PXP_HWDRM_DEFAULT_SESSION = 0xf;

    private DrmXeExecQueueCreate() {}
}
