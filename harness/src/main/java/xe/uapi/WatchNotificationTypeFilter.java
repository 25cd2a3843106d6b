// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct watch_notification_type_filter}: lets records of one type pass (44 bytes).
 *
 * <p>A record passes if its bit in {@code subtype_filter} is set and its info word agrees with {@code info_filter} in
 * the bits of {@code info_mask}.
 *
 * <p>Source: linux/watch_queue.h of 7.3-rc7; LAY-039, rules NP-030 to NP-049.
 */
public final class WatchNotificationTypeFilter {
    public static final CStruct STRUCT = CStruct.struct("watch_notification_type_filter")
            .u32("type")
            .u32("info_filter")
            .u32("info_mask")
            .u32("subtype_filter", 8)
            .build();

    private WatchNotificationTypeFilter() {}
}
