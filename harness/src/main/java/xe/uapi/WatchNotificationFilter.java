// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct watch_notification_filter}: the filter of a notification pipe (8 bytes, then {@code nr_filters}
 * entries).
 *
 * <p>Source: linux/watch_queue.h of 7.3-rc7; LAY-040, LAY-022, LAY-023.
 */
public final class WatchNotificationFilter {
    public static final CStruct STRUCT = CStruct.struct("watch_notification_filter")
            .u32("nr_filters")
            .u32("__reserved")
            .mustBeZero()
            .struct("filters", WatchNotificationTypeFilter.STRUCT, 0)
            .build();

    /** ioctl(2) request: sets how many records the pipe holds; the argument is the number itself. */
    public static final int IOC_WATCH_QUEUE_SET_SIZE = 0x5760;
    /** ioctl(2) request: the argument is the address of this struct. */
    public static final int IOC_WATCH_QUEUE_SET_FILTER = 0x5761;

    private WatchNotificationFilter() {}
}
