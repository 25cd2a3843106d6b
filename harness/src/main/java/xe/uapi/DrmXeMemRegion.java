// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_mem_region}: a memory region of the device (88 bytes).
 *
 * <p>Sizes are in bytes. {@code instance} is the bit of a placement mask.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-030 to QRY-038.
 */
public final class DrmXeMemRegion {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_mem_region")
            .u16("mem_class")
            .u16("instance")
            .u32("min_page_size")
            .u64("total_size")
            .u64("used")
            .u64("cpu_visible_size")
            .u64("cpu_visible_used")
            .u64("reserved", 6)
            .writtenAsZero()
            .build();

    public static final int DRM_XE_MEM_REGION_CLASS_SYSMEM = 0;
    public static final int DRM_XE_MEM_REGION_CLASS_VRAM = 1;

    private DrmXeMemRegion() {}
}
