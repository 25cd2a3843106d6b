// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct watch_notification_removal}: says that a watched object is gone, with an id where the source gives
 * one (16 bytes).
 *
 * <p>Source: linux/watch_queue.h of 7.3-rc7; LAY-037.
 */
public final class WatchNotificationRemoval {
    public static final CStruct STRUCT = CStruct.struct("watch_notification_removal")
            .struct("watch", WatchNotification.STRUCT)
            .u64("id")
            .build();

    private WatchNotificationRemoval() {}
}
