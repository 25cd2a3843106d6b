// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_get_property}: reads a property of a VM (56 bytes, read and write).
 *
 * <p>{@code size} is in bytes; 0 asks for the size alone.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules VGP-001 to VGP-038.
 */
public final class DrmXeVmGetProperty {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_get_property")
            .u64("extensions")
            .mustBeZero()
            .u32("vm_id")
            .u32("property")
            .u32("size")
            .u32("pad")
            .mustBeZero()
            .u64("data")
            .unionWith("data", "value", 8)
            .u64("reserved", 3)
            .mustBeZero()
            .build();

    public static final int DRM_XE_VM_GET_PROPERTY = 0x0f;

    public static final Ioctl DRM_IOCTL_XE_VM_GET_PROPERTY =
            Ioctl.xe("DRM_IOCTL_XE_VM_GET_PROPERTY", Ioc.READ_WRITE, DRM_XE_VM_GET_PROPERTY, STRUCT);

    /** The data is an array of {@link XeVmFault}, oldest first. */
    public static final int DRM_XE_VM_GET_PROPERTY_FAULTS = 0;

    private DrmXeVmGetProperty() {}
}
