// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct key_notification}: an event of a key or keyring (16 bytes).
 *
 * <p>Source: linux/watch_queue.h of 7.3-rc7; LAY-041.
 */
public final class KeyNotification {
    public static final CStruct STRUCT = CStruct.struct("key_notification")
            .struct("watch", WatchNotification.STRUCT)
            .u32("key_id")
            .u32("aux")
            .build();

    public static final int NOTIFY_KEY_INSTANTIATED = 0;
    public static final int NOTIFY_KEY_UPDATED = 1;
    public static final int NOTIFY_KEY_LINKED = 2;
    public static final int NOTIFY_KEY_UNLINKED = 3;
    public static final int NOTIFY_KEY_CLEARED = 4;
    public static final int NOTIFY_KEY_REVOKED = 5;
    public static final int NOTIFY_KEY_INVALIDATED = 6;
    public static final int NOTIFY_KEY_SETATTR = 7;

    private KeyNotification() {}
}
