// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_engine_class_instance}: names an engine (8 bytes).
 *
 * <p>Only the low eight bits of {@code gt_id} are used.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EQC-007, EQC-008, QRY-022 to QRY-027.
 */
public final class DrmXeEngineClassInstance {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_engine_class_instance")
            .u16("engine_class")
            .u16("engine_instance")
            .u16("gt_id")
            .u16("pad")
            .zeroUnchecked()
            .build();

    public static final int DRM_XE_ENGINE_CLASS_RENDER = 0;
    public static final int DRM_XE_ENGINE_CLASS_COPY = 1;
    public static final int DRM_XE_ENGINE_CLASS_VIDEO_DECODE = 2;
    public static final int DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE = 3;
    public static final int DRM_XE_ENGINE_CLASS_COMPUTE = 4;
    /** Not an engine: a queue of binds. */
    public static final int DRM_XE_ENGINE_CLASS_VM_BIND = 5;

    private DrmXeEngineClassInstance() {}
}
