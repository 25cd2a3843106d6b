// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_bind}: maps, unmaps and prefetches ranges of a VM (136 bytes, write-only).
 *
 * <p>{@code num_binds} 1 takes the operation inside the struct; from 2 on {@code vector_of_binds} is the address of
 * an array of {@link DrmXeVmBindOp}. {@code syncs} is the address of an array of {@link DrmXeSync}.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules BND-001 to BND-130.
 */
public final class DrmXeVmBind {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_bind")
            .u64("extensions")
            .mustBeZero()
            .u32("vm_id")
            .u32("exec_queue_id")
            .u32("pad")
            .mustBeZero()
            .u32("num_binds")
            .struct("bind", DrmXeVmBindOp.STRUCT)
            .unionWith("bind", "vector_of_binds", 8)
            .u32("pad2")
            .mustBeZero()
            .u32("num_syncs")
            .u64("syncs")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_VM_BIND = 0x05;

    public static final Ioctl DRM_IOCTL_XE_VM_BIND =
            Ioctl.xe("DRM_IOCTL_XE_VM_BIND", Ioc.WRITE, DRM_XE_VM_BIND, STRUCT);

    private DrmXeVmBind() {}
}
