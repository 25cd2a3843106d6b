// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_watch_queue}: subscribes a notification pipe to the events of an open DRM file (16 bytes, write-only).
 *
 * <p>Source: series of 2026-06-12, patch 4; rules WQ-001 to WQ-035.
 */
public final class DrmXeWatchQueue {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_watch_queue")
            .u32("fd")
            .u32("watch_id")
            .u32("flags")
            .mustBeZero()
            .u32("pad")
            .mustBeZero()
            .build();

    public static final int DRM_XE_WATCH_QUEUE = 0x11;

    public static final Ioctl DRM_IOCTL_XE_WATCH_QUEUE =
            Ioctl.xe("DRM_IOCTL_XE_WATCH_QUEUE", Ioc.WRITE, DRM_XE_WATCH_QUEUE, STRUCT);

    /** The largest watch_id: it has eight bits in a record's info word. */
    public static final int MAX_WATCH_ID = 0xff;

    private DrmXeWatchQueue() {}
}
