// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_topology_mask}: one record of the answer to DRM_XE_DEVICE_QUERY_GT_TOPOLOGY (8 bytes,
 * then {@code num_bytes} of mask).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-070 to QRY-075.
 */
public final class DrmXeQueryTopologyMask {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_topology_mask")
            .u16("gt_id")
            .u16("type")
            .u32("num_bytes")
            .u8("mask", 0)
            .build();

    public static final int DRM_XE_TOPO_DSS_GEOMETRY = 1;
    public static final int DRM_XE_TOPO_DSS_COMPUTE = 2;
    public static final int DRM_XE_TOPO_L3_BANK = 3;
    public static final int DRM_XE_TOPO_EU_PER_DSS = 4;
    public static final int DRM_XE_TOPO_SIMD16_EU_PER_DSS = 5;

    private DrmXeQueryTopologyMask() {}
}
