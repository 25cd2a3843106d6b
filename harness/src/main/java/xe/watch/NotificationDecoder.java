// SPDX-License-Identifier: MIT
package xe.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import xe.uapi.DrmXeWatchNotificationVmErr;
import xe.uapi.WatchNotification;

/**
 * Splits what one read returned into records, stepping by the length in each info word (EVT-002).
 */
public final class NotificationDecoder {
    private NotificationDecoder() {}

    /**
     * The records in {@code read}, in order.
     *
     * @throws NotificationException if a record is shorter than its header or longer than what was read
     */
    public static List<Notification> decode(byte[] read) {
        List<Notification> records = new ArrayList<>();
        int at = 0;
        while (at < read.length) {
            int left = read.length - at;
            if (left < RecordBytes.HEADER_SIZE) {
                throw new NotificationException("whole records", left + " bytes after the last one");
            }
            RecordBytes header = new RecordBytes(Arrays.copyOfRange(read, at, at + RecordBytes.HEADER_SIZE));
            int length = header.length();
            if (length < RecordBytes.HEADER_SIZE) {
                throw new NotificationException(
                        "a record length of " + RecordBytes.HEADER_SIZE + " or more", length + " in record " + header);
            }
            if (length > left) {
                throw new NotificationException(
                        "a record length of at most the " + left + " bytes read", length + " in record " + header);
            }
            records.add(record(new RecordBytes(Arrays.copyOfRange(read, at, at + length))));
            at += length;
        }
        return records;
    }

    private static Notification record(RecordBytes raw) {
        return switch (raw.type()) {
            case WatchNotification.WATCH_TYPE_META -> meta(raw);
            case WatchNotification.WATCH_TYPE_KEY_NOTIFY ->
                raw.length() >= Notification.KeyEvent.SIZE
                        ? new Notification.KeyEvent(raw, raw.subtype(), raw.u32(8), raw.u32(12))
                        : new Notification.Unknown(raw);
            case WatchNotification.WATCH_TYPE_DRM_XE_NOTIFY ->
                raw.subtype() == DrmXeWatchNotificationVmErr.DRM_XE_WATCH_EVENT_VM_ERR
                                && raw.length() >= Notification.VmErr.SIZE
                        ? new Notification.VmErr(raw, raw.u32(8), raw.u32(12), raw.u64(16))
                        : new Notification.Unknown(raw);
            default -> new Notification.Unknown(raw);
        };
    }

    private static Notification meta(RecordBytes raw) {
        return switch (raw.subtype()) {
            case WatchNotification.WATCH_META_REMOVAL_NOTIFICATION -> new Notification.Removal(raw);
            case WatchNotification.WATCH_META_LOSS_NOTIFICATION -> new Notification.Loss(raw);
            default -> new Notification.Unknown(raw);
        };
    }
}
