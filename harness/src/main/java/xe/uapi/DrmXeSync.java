// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_sync}: a fence to wait for or to signal (48 bytes).
 *
 * <p>A user fence is eight bytes at {@code addr} that become {@code timeline_value}: memory of the process in
 * VM_BIND, of the GPU in EXEC.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules SYN-001 to SYN-029.
 */
public final class DrmXeSync {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_sync")
            .u64("extensions")
            .zeroUnchecked()
            .u32("type")
            .u32("flags")
            .u32("handle")
            .unionWith("handle", "addr", 8)
            .u64("timeline_value")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_SYNC_TYPE_SYNCOBJ = 0x0;
    public static final int DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ = 0x1;
    public static final int DRM_XE_SYNC_TYPE_USER_FENCE = 0x2;
    public static final int DRM_XE_SYNC_FLAG_SIGNAL = 1 << 0;

    /** The most entries that one call takes. */
    public static final int DRM_XE_MAX_SYNCS = 1024;

    private DrmXeSync() {}
}
