// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_oa_config}: a set of OA registers under a name (56 bytes).
 *
 * <p>{@code uuid} is text of 36 characters without a NUL; {@code regs_ptr} is the address of {@code n_regs} pairs of
 * u32, address and value.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules OAC-001 to OAC-013.
 */
public final class DrmXeOaConfig {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_oa_config")
            .u64("extensions")
            .mustBeZero()
            .u8("uuid", 36)
            .u32("n_regs")
            .u64("regs_ptr")
            .build();

    private DrmXeOaConfig() {}
}
