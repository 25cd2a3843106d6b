// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_madvise}: sets an attribute of a range of a VM (64 bytes, write-only).
 *
 * <p>{@code type} says which of the four structs that share their place is meant.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules MAD-001 to MAD-072.
 */
public final class DrmXeMadvise {
    private static final CStruct PREFERRED_MEM_LOC = CStruct.struct("drm_xe_madvise.preferred_mem_loc")
            .u32("devmem_fd")
            .u16("migration_policy")
            .u16("region_instance")
            .u64("reserved")
            .sometimesMustBeZero()
            .build();
    private static final CStruct ATOMIC = value("drm_xe_madvise.atomic");
    private static final CStruct PAT_INDEX = value("drm_xe_madvise.pat_index");
    private static final CStruct PURGE_STATE_VAL = CStruct.struct("drm_xe_madvise.purge_state_val")
            .u32("val")
            .u32("pad")
            .sometimesMustBeZero()
            .u64("retained_ptr")
            .build();

    public static final CStruct STRUCT = CStruct.struct("drm_xe_madvise")
            .u64("extensions")
            .zeroUnchecked()
            .u64("start")
            .u64("range")
            .u32("vm_id")
            .u32("type")
            .struct("preferred_mem_loc", PREFERRED_MEM_LOC)
            .unionWith("preferred_mem_loc", "atomic", ATOMIC)
            .unionWith("preferred_mem_loc", "pat_index", PAT_INDEX)
            .unionWith("preferred_mem_loc", "purge_state_val", PURGE_STATE_VAL)
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_MADVISE = 0x0c;

    public static final Ioctl DRM_IOCTL_XE_MADVISE =
            Ioctl.xe("DRM_IOCTL_XE_MADVISE", Ioc.WRITE, DRM_XE_MADVISE, STRUCT);

    public static final int DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC = 0;
    public static final int DRM_XE_MEM_RANGE_ATTR_ATOMIC = 1;
    public static final int DRM_XE_MEM_RANGE_ATTR_PAT = 2;
    public static final int DRM_XE_VMA_ATTR_PURGEABLE_STATE = 3;

    public static final int DRM_XE_PREFERRED_LOC_DEFAULT_DEVICE = 0;
    public static final int DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM = -1;
    public static final int DRM_XE_MIGRATE_ALL_PAGES = 0;
    public static final int DRM_XE_MIGRATE_ONLY_SYSTEM_PAGES = 1;

    public static final int DRM_XE_ATOMIC_UNDEFINED = 0;
    public static final int DRM_XE_ATOMIC_DEVICE = 1;
    public static final int DRM_XE_ATOMIC_GLOBAL = 2;
    public static final int DRM_XE_ATOMIC_CPU = 3;

    public static final int DRM_XE_VMA_PURGEABLE_STATE_WILLNEED = 0;
    public static final int DRM_XE_VMA_PURGEABLE_STATE_DONTNEED = 1;

    private DrmXeMadvise() {}

    private static CStruct value(String name) {
        return CStruct.struct(name)
                .u32("val")
                .u32("pad")
                .sometimesMustBeZero()
                .u64("reserved")
                .sometimesMustBeZero()
                .build();
    }
}
