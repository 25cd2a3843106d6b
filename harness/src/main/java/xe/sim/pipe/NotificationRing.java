// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.ENOBUFS;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;

/**
 * The records of a notification pipe and the marks of what was lost. Guarded by the pipe's monitor.
 */
final class NotificationRing {
    /** Nothing to read and no errno: the caller waits or says EAGAIN. */
    static final long EMPTY = Long.MIN_VALUE;

    private static final int LOSS_SIZE = 8;

    private static final class Note {
        private final byte[] bytes;
        private int losses;

        Note(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final Machine machine;
    private final Deque<Note> notes = new ArrayDeque<>();
    private int capacity;
    private int slotsInUse;
    private int pendingLosses;
    private @Nullable Note lastRead;
    private @Nullable Thread lastReader;

    NotificationRing(Machine machine) {
        this.machine = machine;
    }

    /** @param slots records that fit; 0 until the pipe is sized */
    void resize(int slots) {
        capacity = slots;
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    boolean lossPending() {
        return pendingLosses > 0;
    }

    int size() {
        return notes.size();
    }

    long bytes() {
        if (machine.has(ReadDefect.NP_073_COUNTS_RECORDS)) {
            return notes.size();
        }
        long bytes = notes.stream().mapToLong(note -> note.bytes.length).sum();
        return bytes + (pendingLosses > 0 && machine.has(ReadDefect.NP_073_COUNTS_PENDING_LOSS) ? LOSS_SIZE : 0);
    }

    /** {@code post_one_notification()}: false if the record is lost. */
    boolean append(byte[] record) {
        if (capacity == 0) { // NP-101: the mark lands in a slot that sizing drops
            pendingLosses += machine.has(ReadDefect.NP_101_LOSS_SURVIVES_SIZING) ? 1 : 0;
            return false;
        }
        int used = machine.has(ReadDefect.NP_102_SLOTS_FREED_WHEN_EMPTY) ? slotsInUse : notes.size();
        int limit = machine.has(ReadDefect.NP_091_RING_SLOTS_ONLY) ? Integer.highestOneBit(2 * capacity - 1) : capacity;
        if (used >= limit) {
            if (!machine.has(ReadDefect.NP_090_OLDEST_DROPPED) || notes.isEmpty()) {
                markLoss();
                return false;
            }
            notes.removeFirst();
        }
        Note note = new Note(record);
        if (machine.has(WatchDefect.EVT_015_NEWEST_FIRST)) {
            notes.addFirst(note);
        } else {
            notes.addLast(note);
        }
        slotsInUse++;
        return true;
    }

    /** NP-090: the newest queued record carries the mark. */
    void markLoss() {
        if (notes.isEmpty()) {
            return;
        }
        if (machine.has(ReadDefect.NP_099_ONE_MARK_PER_QUEUE)) {
            notes.forEach(note -> note.losses = 0);
        }
        Note marked = machine.has(ReadDefect.NP_090_OLDEST_MARKED) ? notes.getFirst() : notes.getLast();
        marked.losses = machine.has(ReadDefect.NP_098_ONE_LOSS_RECORD_PER_DROP) ? marked.losses + 1 : 1;
    }

    /** Drops queued records; only the defect NP-049 does so. */
    void removeIf(Predicate<byte[]> unwanted) {
        notes.removeIf(note -> unwanted.test(note.bytes));
    }

    /** {@code anon_pipe_read()} up to the point where it would wait. */
    long read(Iovec[] vectors, boolean writersLeft) {
        long room = Iovec.total(vectors);
        long done = 0;
        redeliverToOtherReader();
        while (true) {
            boolean lossFirst = !machine.has(ReadDefect.NP_095_EVENT_BEFORE_LOSS) || notes.isEmpty();
            boolean endOfFile = !writersLeft && notes.isEmpty() && machine.has(ReadDefect.NP_100_LOSS_DROPPED_AT_END);
            if (pendingLosses > 0 && lossFirst && !endOfFile) {
                if (room < LOSS_SIZE) {
                    pendingLosses -= machine.has(ReadDefect.NP_096_SHORT_BUFFER_DROPS_LOSS) ? 1 : 0;
                    return done == 0 ? ENOBUFS.negated() : done;
                }
                if (machine.memory().scatter(vectors, lossRecord(), done) < LOSS_SIZE) {
                    return done == 0 ? EFAULT.negated() : done;
                }
                done += LOSS_SIZE;
                room -= LOSS_SIZE;
                pendingLosses--;
            }
            Note note = notes.peekFirst();
            if (note == null) {
                return done == 0 ? EMPTY : done;
            }
            int size = note.bytes.length;
            if (size > room) {
                return tooSmall(vectors, note, room, done);
            }
            if (note.losses > 0 && machine.has(ReadDefect.NP_092_LOSS_BEFORE_MARKED_RECORD)) {
                pendingLosses += note.losses;
                note.losses = 0;
                continue;
            }
            if (machine.memory().scatter(vectors, note.bytes, done) < size) {
                return faulted(note, done);
            }
            done += size;
            room -= size;
            boolean marked = note.losses > 0;
            consume(note);
            if (room == 0 || stopsAfter(marked)) {
                return done;
            }
            if (notes.isEmpty() && !machine.has(ReadDefect.NP_093_LOSS_IN_THE_SAME_READ)) { // NP-093
                return done;
            }
        }
    }

    private long tooSmall(Iovec[] vectors, Note note, long room, long done) {
        if ((done == 0 && machine.has(ReadDefect.NP_061_SHORT_READ_CUTS_RECORD))
                || (done > 0 && machine.has(ReadDefect.NP_062_LAST_RECORD_IS_CUT))) {
            byte[] part = Arrays.copyOf(note.bytes, (int) room);
            int copied = machine.memory().scatter(vectors, part, done);
            consume(note);
            return done + copied;
        }
        return done == 0 ? ENOBUFS.negated() : done; // NP-061, NP-062
    }

    private long faulted(Note note, long done) {
        if (machine.has(ReadDefect.NP_066_FAULT_LOSES_RECORD) && done == 0) {
            consume(note);
        }
        if (machine.has(ReadDefect.NP_067_FAULT_FAILS_THE_WHOLE_READ)) {
            return EFAULT.negated();
        }
        return done == 0 ? EFAULT.negated() : done; // NP-066, NP-067
    }

    private void consume(Note note) {
        notes.remove(note);
        pendingLosses += note.losses;
        slotsInUse = notes.isEmpty() ? 0 : slotsInUse;
        lastRead = note;
        lastReader = Thread.currentThread();
    }

    private boolean stopsAfter(boolean marked) {
        return machine.has(ReadDefect.NP_060_ONE_RECORD_PER_READ)
                || (marked && machine.has(ReadDefect.NP_094_READ_ENDS_AT_MARK));
    }

    private void redeliverToOtherReader() {
        Note note = lastRead;
        if (note != null
                && !Thread.currentThread().equals(lastReader)
                && machine.has(ReadDefect.NP_074_EVERY_READER_GETS_ALL)) {
            notes.addFirst(note);
            lastRead = null;
        }
    }

    private byte[] lossRecord() {
        int subtype = machine.has(ReadDefect.NP_097_LOSS_LOOKS_LIKE_REMOVAL) ? 0 : WatchRecord.META_LOSS;
        return WatchRecord.bytes(WatchRecord.TYPE_META, subtype, LOSS_SIZE, new byte[0]);
    }
}
