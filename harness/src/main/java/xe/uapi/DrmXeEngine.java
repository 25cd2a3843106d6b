// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_engine}: an engine of the device (32 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules QRY-020 to QRY-028.
 */
public final class DrmXeEngine {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_engine")
            .struct("instance", DrmXeEngineClassInstance.STRUCT)
            .u64("reserved", 3)
            .writtenAsZero()
            .build();

    private DrmXeEngine() {}
}
