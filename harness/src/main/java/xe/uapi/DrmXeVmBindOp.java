// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_vm_bind_op}: one operation on the address space of a VM (80 bytes).
 *
 * <p>Addresses and sizes are in bytes.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules BND-010, BND-020 to BND-050.
 */
public final class DrmXeVmBindOp {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_bind_op")
            .u64("extensions")
            .zeroUnchecked()
            .u32("obj")
            .u16("pat_index")
            .u16("pad")
            .zeroUnchecked()
            .u64("obj_offset")
            .unionWith("obj_offset", "userptr", 8)
            .unionWith("obj_offset", "cpu_addr_mirror_offset", 8)
            .signed()
            .u64("range")
            .u64("addr")
            .u32("op")
            .u32("flags")
            .u32("prefetch_mem_region_instance")
            .u32("pad2")
            .zeroUnchecked()
            .u64("reserved", 3)
            .zeroUnchecked()
            .build();

    public static final int DRM_XE_VM_BIND_OP_MAP = 0x0;
    public static final int DRM_XE_VM_BIND_OP_UNMAP = 0x1;
    public static final int DRM_XE_VM_BIND_OP_MAP_USERPTR = 0x2;
    public static final int DRM_XE_VM_BIND_OP_UNMAP_ALL = 0x3;
    public static final int DRM_XE_VM_BIND_OP_PREFETCH = 0x4;

    public static final int DRM_XE_VM_BIND_FLAG_READONLY = 1 << 0;
    public static final int DRM_XE_VM_BIND_FLAG_IMMEDIATE = 1 << 1;
    public static final int DRM_XE_VM_BIND_FLAG_NULL = 1 << 2;
    public static final int DRM_XE_VM_BIND_FLAG_DUMPABLE = 1 << 3;
    public static final int DRM_XE_VM_BIND_FLAG_CHECK_PXP = 1 << 4;
    public static final int DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR = 1 << 5;
    public static final int DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET = 1 << 6;
    public static final int DRM_XE_VM_BIND_FLAG_DECOMPRESS = 1 << 7;

    /** Region instance of a prefetch: where MADVISE put the range. */
    public static final int DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC = -1;

    private DrmXeVmBindOp() {}
}
