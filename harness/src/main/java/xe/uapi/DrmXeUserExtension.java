// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_user_extension}: the head of a node in a chain of extensions (16 bytes).
 *
 * <p>{@code next_extension} is the address of the next node, 0 for none; {@code name} says which struct the node is.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules EXT-001 to EXT-016.
 */
public final class DrmXeUserExtension {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_user_extension")
            .u64("next_extension")
            .u32("name")
            .u32("pad")
            .mustBeZero()
            .build();

    private DrmXeUserExtension() {}
}
