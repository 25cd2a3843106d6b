// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_set_client_cap}: turns on a capability of the client (16 bytes, write-only).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSetClientCap {
    public static final CStruct STRUCT =
            CStruct.struct("drm_set_client_cap").u64("capability").u64("value").build();

    public static final Ioctl DRM_IOCTL_SET_CLIENT_CAP = Ioctl.drm("DRM_IOCTL_SET_CLIENT_CAP", Ioc.WRITE, 0x0d, STRUCT);

    public static final int DRM_CLIENT_CAP_ATOMIC = 3;

    private DrmSetClientCap() {}
}
