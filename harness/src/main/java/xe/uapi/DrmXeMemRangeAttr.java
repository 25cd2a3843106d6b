// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_mem_range_attr}: a mapping of a VM and its attributes (64 bytes).
 *
 * <p>{@code start} and {@code end} are GPU addresses, {@code end} exclusive.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules VMQ-012 to VMQ-020.
 */
public final class DrmXeMemRangeAttr {
    private static final CStruct PREFERRED_MEM_LOC = CStruct.struct("drm_xe_mem_range_attr.preferred_mem_loc")
            .u32("devmem_fd")
            .u32("migration_policy")
            .build();

    public static final CStruct STRUCT = CStruct.struct("drm_xe_mem_range_attr")
            .u64("extensions")
            .u64("start")
            .u64("end")
            .struct("preferred_mem_loc", PREFERRED_MEM_LOC)
            .struct("atomic", value("drm_xe_mem_range_attr.atomic"))
            .struct("pat_index", value("drm_xe_mem_range_attr.pat_index"))
            .u64("reserved", 2)
            .writtenAsZero()
            .build();

    private DrmXeMemRangeAttr() {}

    private static CStruct value(String name) {
        return CStruct.struct(name).u32("val").u32("reserved").writtenAsZero().build();
    }
}
