// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_create}: creates a VM (32 bytes, read and write).
 *
 * <p>{@code vm_id} is written on success alone, and ignored before.
 *
 * <p>Source: xe_drm.h of 7.3-rc7 and the series of 2026-06-12, patch 1; rules VMC-001 to VMC-030.
 */
public final class DrmXeVmCreate {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_create")
            .u64("extensions")
            .mustBeZero()
            .u32("flags")
            .u32("vm_id")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_VM_CREATE = 0x03;

    public static final Ioctl DRM_IOCTL_XE_VM_CREATE =
            Ioctl.xe("DRM_IOCTL_XE_VM_CREATE", Ioc.READ_WRITE, DRM_XE_VM_CREATE, STRUCT);

    public static final int DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE = 1 << 0;
    public static final int DRM_XE_VM_CREATE_FLAG_LR_MODE = 1 << 1;
    public static final int DRM_XE_VM_CREATE_FLAG_FAULT_MODE = 1 << 2;
    public static final int DRM_XE_VM_CREATE_FLAG_NO_VM_OVERCOMMIT = 1 << 3;
    /** Series of 2026-06-12: an error of the rebind worker pauses the VM, where the cause can pass. */
    public static final int DRM_XE_VM_CREATE_FLAG_RESTARTABLE = 1 << 4;

    private DrmXeVmCreate() {}
}
