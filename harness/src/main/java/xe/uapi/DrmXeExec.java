// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_exec}: submits a job to a queue (56 bytes, write-only).
 *
 * <p>{@code address} is the GPU address of the batch; for a queue of width 2 and more the address, in the process, of
 * an array of them. {@code num_batch_buffer} 0 runs nothing.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EXE-001 to EXE-020.
 */
public final class DrmXeExec {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_exec")
            .u64("extensions")
            .mustBeZero()
            .u32("exec_queue_id")
            .u32("num_syncs")
            .u64("syncs")
            .u64("address")
            .u16("num_batch_buffer")
            .u16("pad", 3)
            .mustBeZero()
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_EXEC = 0x09;

    public static final Ioctl DRM_IOCTL_XE_EXEC = Ioctl.xe("DRM_IOCTL_XE_EXEC", Ioc.WRITE, DRM_XE_EXEC, STRUCT);

    private DrmXeExec() {}
}
