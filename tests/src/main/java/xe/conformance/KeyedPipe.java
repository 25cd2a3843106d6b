// SPDX-License-Identifier: MIT
package xe.conformance;

import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.uapi.KeyNotification;
import xe.uapi.WatchNotification;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationPipe;
import xe.watch.RecordBytes;
import xe.watch.UserKey;

/**
 * A notification pipe and a key that is watched with it, so that {@link #post} puts records in. Needs no device.
 */
final class KeyedPipe implements AutoCloseable {
    /** Longer than any kernel takes, shorter than a check may. */
    static final Deadline DEADLINE = Deadline.ofMachine(Duration.ofSeconds(5));

    static final int WATCH_ID = 7;
    /** Bytes of one record of the key. */
    static final int RECORD = 16;
    /** The capacity that any size up to it gives. */
    static final int SMALLEST = 32;

    static final Notification LOSS =
            new Notification.Loss(new RecordBytes(HexFormat.ofDelimiter(" ").parseHex("00 00 00 01 08 00 00 00")));

    private final NotificationPipe pipe;
    private final UserKey key;

    private KeyedPipe(NotificationPipe pipe, UserKey key) {
        this.pipe = pipe;
        this.key = key;
    }

    /** A non-blocking pipe that takes {@code size} records, rounded up by the kernel. */
    static KeyedPipe sized(Kernel kernel, int size) {
        KeyedPipe made = unsized(kernel);
        made.pipe.setSize(size);
        return made;
    }

    /** A non-blocking pipe without room for records. */
    static KeyedPipe unsized(Kernel kernel) {
        return watched(kernel, NotificationPipe.open(kernel, DEADLINE));
    }

    /** A pipe whose reads wait. */
    static KeyedPipe blocking(Kernel kernel) {
        KeyedPipe made = watched(kernel, NotificationPipe.open(kernel, DEADLINE, Abi.O_CLOEXEC));
        made.pipe.setSize(SMALLEST);
        return made;
    }

    private static KeyedPipe watched(Kernel kernel, NotificationPipe pipe) {
        UserKey key = UserKey.create(kernel, "watched");
        key.watch(pipe, WATCH_ID);
        return new KeyedPipe(pipe, key);
    }

    NotificationPipe pipe() {
        return pipe;
    }

    UserKey key() {
        return key;
    }

    Fd readEnd() {
        return pipe.readEnd();
    }

    Fd writeEnd() {
        return pipe.writeEnd();
    }

    void post(int records) {
        key.touch(records);
    }

    /** What one {@link #post} puts in. */
    Notification record() {
        return record(key, WATCH_ID);
    }

    List<Notification> records(int count) {
        return Collections.nCopies(count, record());
    }

    /** What touching {@code key} puts in a pipe that watches it. */
    static Notification record(UserKey key, int watchId) {
        return event(key, watchId, KeyNotification.NOTIFY_KEY_UPDATED);
    }

    static Notification event(UserKey key, int watchId, int subtype) {
        int typeAndSubtype = subtype << 24 | WatchNotification.WATCH_TYPE_KEY_NOTIFY;
        RecordBytes raw = RecordBytes.ofWords(typeAndSubtype, watchId << 8 | RECORD, key.serial(), 0);
        return new Notification.KeyEvent(raw, subtype, key.serial(), 0);
    }

    /** What ending the watch of {@code key} puts in. */
    static Notification removal(UserKey key, int watchId) {
        return new Notification.Removal(RecordBytes.ofWords(0, watchId << 8 | RECORD, key.serial(), 0));
    }

    @Override
    public void close() {
        pipe.close();
        key.close();
    }
}
