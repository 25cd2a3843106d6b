// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_gem_close}: gives up a handle of a buffer object (8 bytes, write-only).
 *
 * <p>Source: drm.h of 7.3-rc7; rules GCL-001 to GCL-006.
 */
public final class DrmGemClose {
    public static final CStruct STRUCT = CStruct.struct("drm_gem_close")
            .u32("handle")
            .u32("pad")
            .zeroUnchecked()
            .build();

    public static final Ioctl DRM_IOCTL_GEM_CLOSE = Ioctl.drm("DRM_IOCTL_GEM_CLOSE", Ioc.WRITE, 0x09, STRUCT);

    private DrmGemClose() {}
}
