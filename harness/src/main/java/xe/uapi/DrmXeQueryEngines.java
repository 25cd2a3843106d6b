// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_query_engines}: answer to DRM_XE_DEVICE_QUERY_ENGINES (8 bytes, then {@code num_engines}
 * entries).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-020 to QRY-028.
 */
public final class DrmXeQueryEngines {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_query_engines")
            .u32("num_engines")
            .u32("pad")
            .writtenAsZero()
            .struct("engines", DrmXeEngine.STRUCT, 0)
            .build();

    private DrmXeQueryEngines() {}
}
