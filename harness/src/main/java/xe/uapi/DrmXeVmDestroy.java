// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_destroy}: destroys a VM (24 bytes, write-only).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules VMD-001 to VMD-015.
 */
public final class DrmXeVmDestroy {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_destroy")
            .u32("vm_id")
            .u32("pad")
            .mustBeZero()
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_VM_DESTROY = 0x04;

    public static final Ioctl DRM_IOCTL_XE_VM_DESTROY =
            Ioctl.xe("DRM_IOCTL_XE_VM_DESTROY", Ioc.WRITE, DRM_XE_VM_DESTROY, STRUCT);

    private DrmXeVmDestroy() {}
}
