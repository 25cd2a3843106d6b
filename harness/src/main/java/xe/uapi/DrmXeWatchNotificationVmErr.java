// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct drm_xe_watch_notification_vm_err}: the rebind worker of a VM met an error (24 bytes).
 *
 * <p>{@code error_code} is a negated errno; {@code timestamp_ns} is CLOCK_MONOTONIC in nanoseconds.
 *
 * <p>Source: series of 2026-06-12, patch 4; LAY-038, rules EVT-001 to EVT-027.
 */
public final class DrmXeWatchNotificationVmErr {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_watch_notification_vm_err")
            .struct("base", WatchNotification.STRUCT)
            .u32("vm_id")
            .s32("error_code")
            .u64("timestamp_ns")
            .build();

    /** Subtype of the record. */
    public static final int DRM_XE_WATCH_EVENT_VM_ERR = 0;

    private DrmXeWatchNotificationVmErr() {}
}
