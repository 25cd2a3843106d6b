// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.EPERM;
import static xe.kernel.Errno.EPIPE;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/**
 * A notification pipe with its queue ({@code struct watch_queue}): where watch lists post their records.
 */
public final class WatchQueue extends Pipe {
    /** The argument is the number of records, by value. */
    public static final int IOC_WATCH_QUEUE_SET_SIZE = 0x5760;
    /** The argument is a pointer to {@code struct watch_notification_filter}, or NULL. */
    public static final int IOC_WATCH_QUEUE_SET_FILTER = 0x5761;

    public static final int TYPE_META = 0;
    public static final int TYPE_KEY_NOTIFY = 1;
    public static final int TYPE_DRM_XE_NOTIFY = 2;
    static final int META_REMOVAL = 0;
    static final int META_LOSS = 1;

    private static final int MAX_NOTES = 512;
    private static final int MAX_NOTES_OF_DEFECT = 544;
    private static final int HALF_OF_NOTES = 256;
    private static final int NOTES_PER_PAGE = 32;
    private static final int HEADER = 8;

    private final NotificationRing ring;
    private final int knownTypes;
    private final List<Watch> watches = new ArrayList<>();
    private boolean sized;
    private boolean cleared;
    private @Nullable WatchFilter filter;
    private @Nullable OpenFile foundThrough;

    WatchQueue(Machine machine, long inode, int knownTypes) {
        super(machine, inode);
        this.ring = new NotificationRing(machine);
        this.knownTypes = knownTypes;
    }

    /** {@code get_watch_queue()}: the queue of a notification pipe's end, null for everything else. */
    public static @Nullable WatchQueue of(@Nullable OpenFile file) {
        OpenFile named = file == null ? null : file.named();
        if (!(named instanceof PipeEnd end) || !(end.pipe() instanceof WatchQueue queue)) {
            return null;
        }
        boolean refused = !end.readable() && queue.machine().has(WatchDefect.WQ_009_WRITE_END_REFUSED);
        synchronized (queue) {
            queue.foundThrough = end;
        }
        return refused ? null : queue;
    }

    /** The record's bytes: header as the kernel lays it out, then the payload. */
    static byte[] record(int type, int subtype, int info, byte[] payload) {
        byte[] bytes = new byte[HEADER + payload.length];
        MemorySegment record = MemorySegment.ofArray(bytes);
        record.set(JAVA_INT_UNALIGNED, 0, (type & 0xffffff) | (subtype << 24));
        record.set(JAVA_INT_UNALIGNED, 4, info);
        MemorySegment.copy(payload, 0, record, JAVA_BYTE, HEADER, payload.length);
        return bytes;
    }

    /** Posts a record that passes the filter; false if there was no room for it, which the poster must not mind (EVT-024). */
    boolean post(Watch watch, int type, int subtype, int info, byte[] payload) {
        boolean posted;
        synchronized (this) {
            WatchFilter now = filterFor(watch);
            if (now != null && !now.passes(machine(), type, subtype, info)) {
                if (ring.size() > 0 && machine().has(PipeDefect.NP_048_FILTERED_EVENT_MARKS_LOSS)) {
                    ring.markLoss();
                }
                return true;
            }
            posted = append(record(type, subtype, info, payload));
        }
        wake(posted);
        return posted;
    }

    /** Posts a record past the filter, as removal does. */
    void postDirectly(Watch watch, int subtype, int info, byte[] payload) {
        boolean posted;
        synchronized (this) {
            WatchFilter now = filterFor(watch);
            boolean filtered = machine().has(PipeDefect.NP_050_REMOVAL_IS_FILTERED)
                    || machine().has(WatchDefect.WQ_044_REMOVAL_IS_FILTERED);
            if (filtered && now != null && !now.passes(machine(), TYPE_META, subtype, info)) {
                return;
            }
            byte[] record = record(TYPE_META, subtype, info, payload);
            if (!sized && machine().has(WatchDefect.WQ_046_REMOVAL_KEPT_FOR_LATER)) {
                ring.resize(NOTES_PER_PAGE);
            }
            int before = ring.size();
            posted = append(record);
            if (!posted && before > 0 && machine().has(WatchDefect.WQ_045_REMOVAL_GROWS_THE_QUEUE)) {
                ring.resize(before + 1);
                posted = append(record);
            }
        }
        wake(posted);
    }

    private boolean append(byte[] record) {
        boolean wasEmpty = ring.isEmpty();
        if (writers() == 0 && machine().has(ReadDefect.NP_071_NO_EVENTS_WITHOUT_WRITER)) {
            return false;
        }
        boolean posted = ring.append(record);
        return posted && (wasEmpty || !machine().has(ReadDefect.NP_085_WAKES_ONLY_WHEN_EMPTY));
    }

    private void wake(boolean posted) {
        if (posted) {
            wakeReaders();
        }
    }

    private @Nullable WatchFilter filterFor(Watch watch) {
        boolean first = watches.isEmpty() || watches.getFirst() == watch;
        return first || !machine().has(PipeDefect.NP_054_FILTER_OF_FIRST_WATCH_ONLY) ? filter : null;
    }

    /** Takes a watch in; false (ENOENT) if the pipe is gone. */
    synchronized boolean attach(Watch watch) {
        if (!cleared) {
            watches.add(watch);
        }
        return !cleared;
    }

    synchronized void detach(Watch watch) {
        watches.remove(watch);
    }

    synchronized List<Watch> watches() {
        return List.copyOf(watches);
    }

    synchronized boolean isSized() {
        return sized;
    }

    /** Through which end the last look-up came. */
    synchronized @Nullable OpenFile foundThrough() {
        return foundThrough;
    }

    /** {@code watch_queue_clear()}: every subscription ends without a record. */
    @Override
    void destroy() {
        List<Watch> left;
        synchronized (this) {
            cleared = true;
            left = List.copyOf(watches);
            watches.clear();
        }
        if (machine().has(WatchDefect.BUG_03_LIST_FREED_EARLY)) {
            left.forEach(watch -> watch.list().touch());
        }
        left.forEach(Watch::queueGone);
        super.destroy();
    }

    @Override
    long ioctl(PipeEnd end, int request, long argument) {
        return switch (request) {
            case IOC_WATCH_QUEUE_SET_SIZE -> setNotes(end, argument);
            case IOC_WATCH_QUEUE_SET_FILTER -> setFilter(argument);
            case Abi.FIONREAD -> super.ioctl(end, request, argument);
            default -> machine().has(ReadDefect.NP_117_OTHER_IOCTL_EINVAL) ? EINVAL.negated() : ENOTTY.negated();
        };
    }

    private synchronized long setNotes(PipeEnd end, long argument) {
        Machine machine = machine();
        if (!end.readable() && machine.has(PipeDefect.NP_016_WRITE_END_REFUSED)) {
            return EBADF.negated();
        }
        // NP-014: the kernel's parameter has 32 bits
        long notes = machine.has(PipeDefect.NP_014_ARGUMENT_HAS_64_BITS) ? argument : argument & 0xffffffffL;
        boolean inRange = inRange(notes);
        if (sized && (inRange || !machine.has(PipeDefect.NP_015_RANGE_BEFORE_BUSY))) {
            if (!machine.has(PipeDefect.NP_015_SECOND_SIZE_ACCEPTED)) {
                return EBUSY.negated();
            }
        }
        if (!inRange) {
            return EINVAL.negated();
        }
        int pages = ((int) notes + NOTES_PER_PAGE - 1) / NOTES_PER_PAGE;
        int before = accounted();
        int total = account(pages);
        boolean tooMany = pages > maxUsage() && total > machine.task().pipePagesSoft();
        if (tooMany && !machine.task().root()) { // NP-022
            account(before);
            return EPERM.negated();
        }
        sized = true;
        if (!machine.has(PipeDefect.NP_021_PIPE_SIZE_UNCHANGED)) {
            setMaxUsage(pages);
        }
        ring.resize(slots((int) notes, pages));
        return 0;
    }

    private int slots(int notes, int pages) {
        if (machine().has(PipeDefect.NP_025_ARGUMENT_IN_PAGES)) {
            return notes * NOTES_PER_PAGE;
        }
        return machine().has(PipeDefect.NP_013_CAPACITY_NOT_ROUNDED) ? notes : pages * NOTES_PER_PAGE;
    }

    private boolean inRange(long notes) {
        Machine machine = machine();
        if (notes == 0) {
            return machine.has(PipeDefect.NP_010_ZERO_ACCEPTED);
        }
        if (notes > HALF_OF_NOTES && notes <= MAX_NOTES) {
            return !machine.has(PipeDefect.NP_011_LARGE_SIZE_REFUSED);
        }
        return notes > 0
                && notes <= (machine.has(PipeDefect.NP_012_TOO_LARGE_ACCEPTED) ? MAX_NOTES_OF_DEFECT : MAX_NOTES);
    }

    private synchronized long setFilter(long address) {
        Machine machine = machine();
        if (!sized && machine.has(PipeDefect.NP_053_FILTER_NEEDS_SIZE)) {
            return EINVAL.negated();
        }
        if (address == 0) {
            if (filter == null && machine.has(PipeDefect.NP_031_NULL_WITHOUT_FILTER_EINVAL)) {
                return EINVAL.negated();
            }
            filter = machine.has(PipeDefect.NP_031_NULL_KEEPS_FILTER) ? filter : null;
            return 0;
        }
        WatchFilter.Parsed parsed = WatchFilter.parse(machine, address, knownTypes);
        if (parsed.error().number() != 0) {
            filter = machine.has(PipeDefect.NP_052_FAILED_CALL_DROPS_FILTER) ? null : filter;
            return parsed.error().negated();
        }
        filter = parsed.filter();
        if (filter != null && machine.has(PipeDefect.NP_049_FILTER_DROPS_QUEUED_RECORDS)) {
            WatchFilter now = filter;
            ring.removeIf(bytes -> {
                MemorySegment record = MemorySegment.ofArray(bytes);
                int word = record.get(JAVA_INT_UNALIGNED, 0);
                return !now.passes(machine, word & 0xffffff, word >>> 24, record.get(JAVA_INT_UNALIGNED, 4));
            });
        }
        return 0;
    }

    @Override
    long read(PipeEnd end, Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) == 0 && !machine().has(ReadDefect.NP_063_ZERO_LENGTH_READS)) {
            return 0; // NP-063
        }
        while (true) {
            synchronized (this) {
                long done = ring.read(vectors, writers() > 0);
                if (done != NotificationRing.EMPTY) {
                    return done;
                }
                if (writers() == 0) { // NP-070
                    return machine().has(ReadDefect.NP_070_NO_END_OF_FILE) ? EAGAIN.negated() : 0;
                }
            }
            if (end.nonBlocking() || noWait) { // NP-064
                return machine().has(ReadDefect.NP_064_EMPTY_READS_ZERO) ? 0 : EAGAIN.negated();
            }
            if (machine().has(ReadDefect.NP_065_NEVER_SLEEPS)) {
                return EAGAIN.negated();
            }
            if (!changed().await(() -> !isEmpty() || writers() == 0)) {
                return EINTR.negated();
            }
        }
    }

    @Override
    long write(PipeEnd end, Iovec[] vectors, boolean noWait) {
        Machine machine = machine();
        if (Iovec.total(vectors) == 0 && machine.has(ReadDefect.NP_110_EMPTY_WRITE_SUCCEEDS)) {
            return 0;
        }
        if (readers() == 0 && machine.has(ReadDefect.NP_110_EPIPE_WITHOUT_READER)) {
            return EPIPE.negated();
        }
        return EXDEV.negated(); // NP-110
    }

    @Override
    synchronized int poll(PipeEnd end) {
        int mask = super.poll(end);
        Machine machine = machine();
        if (end.readable() && ring.lossPending() && machine.has(ReadDefect.NP_081_LOSS_IS_READABLE)) {
            mask |= Abi.POLLIN | Abi.POLLRDNORM;
        }
        if (machine.has(ReadDefect.NP_080_NO_POLLRDNORM)) {
            mask &= ~Abi.POLLRDNORM;
        }
        if (machine.has(ReadDefect.NP_082_NO_HANG_UP)) {
            mask &= ~Abi.POLLHUP;
        }
        if (machine.has(ReadDefect.NP_083_NO_POLLERR)) {
            mask &= ~Abi.POLLERR;
        }
        if (end.writable() && machine.has(ReadDefect.NP_084_ALWAYS_WRITABLE)) {
            mask |= Abi.POLLOUT | Abi.POLLWRNORM;
        }
        return mask;
    }

    /** F_SETPIPE_SZ. */
    @Override
    synchronized long setSize(long bytes) {
        return machine().has(PipeDefect.NP_024_PIPE_SIZE_CAN_CHANGE) ? super.setSize(bytes) : EBUSY.negated();
    }

    /** F_GETPIPE_SZ. */
    @Override
    synchronized long size() {
        return !sized && machine().has(PipeDefect.NP_009_NO_SIZE_BEFORE_SIZING) ? 0 : super.size();
    }

    @Override
    synchronized long queuedBytes() {
        return ring.bytes();
    }

    @Override
    synchronized int occupancy() {
        return ring.size();
    }

    @Override
    synchronized boolean isEmpty() {
        return ring.isEmpty();
    }
}
