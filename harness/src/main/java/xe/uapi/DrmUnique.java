// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_unique}: the bus id of the device (16 bytes for a 64-bit process, read and write); not allowed on
 * a render node.
 *
 * <p>Source: drm.h of 7.3-rc7; rule CORE-028.
 */
public final class DrmUnique {
    public static final CStruct STRUCT =
            CStruct.struct("drm_unique").u64("unique_len").u64("unique").build();

    public static final Ioctl DRM_IOCTL_GET_UNIQUE = Ioctl.drm("DRM_IOCTL_GET_UNIQUE", Ioc.READ_WRITE, 0x01, STRUCT);

    private DrmUnique() {}
}
