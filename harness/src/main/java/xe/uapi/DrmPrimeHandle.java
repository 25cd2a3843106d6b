// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_prime_handle}: turns a buffer object into a dma-buf descriptor and back (12 bytes, read and
 * write).
 *
 * <p>The flags are O_CLOEXEC and O_RDWR of open(2).
 *
 * <p>Source: drm.h of 7.3-rc7; rules PRM-001 to PRM-007.
 */
public final class DrmPrimeHandle {
    public static final CStruct STRUCT = CStruct.struct("drm_prime_handle")
            .u32("handle")
            .u32("flags")
            .s32("fd")
            .build();

    public static final Ioctl DRM_IOCTL_PRIME_HANDLE_TO_FD =
            Ioctl.drm("DRM_IOCTL_PRIME_HANDLE_TO_FD", Ioc.READ_WRITE, 0x2d, STRUCT);
    public static final Ioctl DRM_IOCTL_PRIME_FD_TO_HANDLE =
            Ioctl.drm("DRM_IOCTL_PRIME_FD_TO_HANDLE", Ioc.READ_WRITE, 0x2e, STRUCT);

    private DrmPrimeHandle() {}
}
