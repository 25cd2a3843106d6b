// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_query_mem_range_attr}: lists the mappings of a VM with their attributes (64 bytes, read and
 * write).
 *
 * <p>{@code vector_of_mem_attr} is the address of {@code num_mem_ranges} structs {@link DrmXeMemRangeAttr}; {@code
 * num_mem_ranges} 0 asks for their number.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules VMQ-001 to VMQ-021.
 */
public final class DrmXeVmQueryMemRangeAttr {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_query_mem_range_attr")
            .u64("extensions")
            .zeroUnchecked()
            .u32("vm_id")
            .u32("num_mem_ranges")
            .u64("start")
            .u64("range")
            .u64("sizeof_mem_range_attr")
            .u64("vector_of_mem_attr")
            .u64("reserved", 2)
            .zeroUnchecked()
            .build();

    public static final int DRM_XE_VM_QUERY_MEM_RANGE_ATTRS = 0x0d;

    public static final Ioctl DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS =
            Ioctl.xe("DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS", Ioc.READ_WRITE, DRM_XE_VM_QUERY_MEM_RANGE_ATTRS, STRUCT);

    private DrmXeVmQueryMemRangeAttr() {}
}
