// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_mem_regions}: answer to DRM_XE_DEVICE_QUERY_MEM_REGIONS (8 bytes, then {@code
 * num_mem_regions} entries).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-030 to QRY-038.
 */
public final class DrmXeQueryMemRegions {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_mem_regions")
            .u32("num_mem_regions")
            .u32("pad")
            .writtenAsZero()
            .struct("mem_regions", DrmXeMemRegion.STRUCT, 0)
            .build();

    private DrmXeQueryMemRegions() {}
}
