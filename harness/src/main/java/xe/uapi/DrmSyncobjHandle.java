// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_syncobj_handle}: turns a sync object into a descriptor and back (24 bytes, read and write).
 *
 * <p>Source: drm.h of 7.3-rc7.
 */
public final class DrmSyncobjHandle {
    public static final CStruct STRUCT = CStruct.struct("drm_syncobj_handle")
            .u32("handle")
            .u32("flags")
            .s32("fd")
            .u32("pad")
            .mustBeZero()
            .u64("point")
            .build();

    public static final Ioctl DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD", Ioc.READ_WRITE, 0xc1, STRUCT);
    public static final Ioctl DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE =
            Ioctl.drm("DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE", Ioc.READ_WRITE, 0xc2, STRUCT);

    public static final int DRM_SYNCOBJ_FD_TO_HANDLE_FLAGS_IMPORT_SYNC_FILE = 1 << 0;
    public static final int DRM_SYNCOBJ_FD_TO_HANDLE_FLAGS_TIMELINE = 1 << 1;

    public static final int DRM_SYNCOBJ_HANDLE_TO_FD_FLAGS_EXPORT_SYNC_FILE = 1 << 0;
    public static final int DRM_SYNCOBJ_HANDLE_TO_FD_FLAGS_TIMELINE = 1 << 1;

    private DrmSyncobjHandle() {}
}
