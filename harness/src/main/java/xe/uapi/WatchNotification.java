// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct watch_notification}: the head of every record in a notification pipe (8 bytes).
 *
 * <p>{@code type_subtype} stands for two bit-fields, which have no address in C: {@code type} in the low 24 bits,
 * {@code subtype} in the high 8.
 *
 * <p>Source: linux/watch_queue.h of 7.3-rc7 and the series of 2026-06-12, patch 3; LAY-036.
 */
public final class WatchNotification {
    public static final CStruct STRUCT =
            CStruct.struct("watch_notification").u32("type_subtype").u32("info").build();

    public static final int WATCH_TYPE_META = 0;
    public static final int WATCH_TYPE_KEY_NOTIFY = 1;
    /** Series of 2026-06-12. */
    public static final int WATCH_TYPE_DRM_XE_NOTIFY = 2;

    public static final int WATCH_META_REMOVAL_NOTIFICATION = 0;
    public static final int WATCH_META_LOSS_NOTIFICATION = 1;

    /** Length of the whole record in bytes. */
    public static final int WATCH_INFO_LENGTH = 0x0000007f;

    public static final int WATCH_INFO_LENGTH__SHIFT = 0;
    /** The id that the watch was given. */
    public static final int WATCH_INFO_ID = 0x0000ff00;

    public static final int WATCH_INFO_ID__SHIFT = 8;
    public static final int WATCH_INFO_TYPE_INFO = 0xffff0000;
    public static final int WATCH_INFO_TYPE_INFO__SHIFT = 16;

    private WatchNotification() {}
}
