// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_version}: name and version of the driver (64 bytes for a 64-bit process, read and write).
 *
 * <p>Lengths go in as the room at {@code name}, {@code date} and {@code desc} and come back as the whole length; no
 * NUL is written.
 *
 * <p>Source: drm.h of 7.3-rc7; rules CORE-031 to CORE-034.
 */
public final class DrmVersion {
    public static final CStruct STRUCT = CStruct.struct("drm_version")
            .s32("version_major")
            .s32("version_minor")
            .s32("version_patchlevel")
            .u64("name_len")
            .u64("name")
            .u64("date_len")
            .u64("date")
            .u64("desc_len")
            .u64("desc")
            .build();

    public static final Ioctl DRM_IOCTL_VERSION = Ioctl.drm("DRM_IOCTL_VERSION", Ioc.READ_WRITE, 0x00, STRUCT);

    private DrmVersion() {}
}
