// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_ext_set_property}: an extension that sets one property (48 bytes).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EXT-001 to EXT-016.
 */
public final class DrmXeExtSetProperty {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_ext_set_property")
            .struct("base", DrmXeUserExtension.STRUCT)
            .u32("property")
            .u32("pad")
            .mustBeZero()
            .u64("value")
            .unionWith("value", "ptr", 8)
            .u64("reserved", 2)
            .zeroUnchecked()
            .build();

    private DrmXeExtSetProperty() {}
}
