// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EINVAL;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/**
 * The queue of a notification pipe ({@code struct watch_queue}): watch lists post their records to it. The pipe's monitor
 * guards it.
 */
public final class WatchQueue {
    /** The argument is the number of records, by value. */
    public static final int IOC_WATCH_QUEUE_SET_SIZE = 0x5760;
    /** The argument is a pointer to {@code struct watch_notification_filter}, or NULL. */
    public static final int IOC_WATCH_QUEUE_SET_FILTER = 0x5761;

    private final NotificationPipe pipe;
    private final NotificationRing ring;
    private final Machine machine;
    private final int knownTypes;
    private final List<Watch> watches = new ArrayList<>();
    private boolean cleared;
    private boolean deaf;
    private @Nullable WatchFilter filter;
    private @Nullable OpenFile foundThrough;

    /** @param knownTypes how many record types a filter may name; entries of others are dropped */
    WatchQueue(NotificationPipe pipe, NotificationRing ring, int knownTypes) {
        this.pipe = pipe;
        this.ring = ring;
        this.machine = pipe.machine();
        this.knownTypes = knownTypes;
    }

    /** {@code get_watch_queue()}: the queue of a notification pipe's end, null for everything else. */
    public static @Nullable WatchQueue of(@Nullable OpenFile file) {
        OpenFile named = file == null ? null : file.named();
        if (!(named instanceof PipeEnd end) || !(end.pipe() instanceof NotificationPipe pipe)) {
            return null;
        }
        WatchQueue queue = pipe.queue();
        boolean refused = !end.readable() && queue.machine.has(WatchDefect.WQ_009_WRITE_END_REFUSED);
        synchronized (pipe) {
            queue.foundThrough = end;
        }
        return refused ? null : queue;
    }

    NotificationPipe pipe() {
        return pipe;
    }

    /** Whether the filter stops a record. */
    boolean rejects(Watch watch, int type, int subtype, int info) {
        synchronized (pipe) {
            WatchFilter now = filterFor(watch);
            return now != null && !now.passes(machine, type, subtype, info);
        }
    }

    /** Takes the events of one subscription off the queue; only a defect does so. */
    void dropEvents(int watchId) {
        synchronized (pipe) {
            ring.removeIf(bytes -> {
                WatchRecord record = WatchRecord.of(bytes);
                return record.type() != WatchRecord.TYPE_META && (record.info() >>> 8 & 0xff) == watchId;
            });
        }
    }

    /** Posts a record that passes the filter; false if there was no room for it, which the poster must not mind (EVT-024). */
    boolean post(Watch watch, int type, int subtype, int info, byte[] payload) {
        boolean posted;
        synchronized (pipe) {
            if (deaf) {
                return true;
            }
            WatchFilter now = filterFor(watch);
            if (now != null && !now.passes(machine, type, subtype, info)) {
                if (ring.size() > 0 && machine.has(PipeDefect.NP_048_FILTERED_EVENT_MARKS_LOSS)) {
                    ring.markLoss();
                }
                return true;
            }
            posted = append(WatchRecord.bytes(type, subtype, info, payload));
        }
        if (posted) {
            pipe.wakeReaders();
        }
        return posted;
    }

    /** Posts a record past the filter, as removal does; false if there was no room for it. */
    @CanIgnoreReturnValue
    boolean postDirectly(Watch watch, int subtype, int info, byte[] payload) {
        boolean posted;
        synchronized (pipe) {
            WatchFilter now = filterFor(watch);
            boolean filtered = machine.has(PipeDefect.NP_050_REMOVAL_IS_FILTERED)
                    || machine.has(WatchDefect.WQ_044_REMOVAL_IS_FILTERED);
            if (filtered && now != null && !now.passes(machine, WatchRecord.TYPE_META, subtype, info)) {
                return true;
            }
            deaf = machine.has(WatchDefect.WQ_057_PIPE_DEAF_AFTERWARDS);
            byte[] record = WatchRecord.bytes(WatchRecord.TYPE_META, subtype, info, payload);
            if (!pipe.isSized() && machine.has(WatchDefect.WQ_046_REMOVAL_KEPT_FOR_LATER)) {
                ring.resize(NoteCount.NOTES_PER_PAGE);
            }
            int before = ring.size();
            posted = append(record);
            if (!posted && before > 0 && machine.has(WatchDefect.WQ_045_REMOVAL_GROWS_THE_QUEUE)) {
                ring.resize(before + 1);
                posted = append(record);
            }
        }
        if (posted) {
            pipe.wakeReaders();
        }
        return posted;
    }

    private boolean append(byte[] record) {
        boolean wasEmpty = ring.isEmpty();
        if (pipe.writers() == 0 && machine.has(ReadDefect.NP_071_NO_EVENTS_WITHOUT_WRITER)) {
            return false;
        }
        boolean posted = ring.append(record);
        return posted && (wasEmpty || !machine.has(ReadDefect.NP_085_WAKES_ONLY_WHEN_EMPTY));
    }

    private @Nullable WatchFilter filterFor(Watch watch) {
        boolean first = watches.isEmpty() || watches.getFirst() == watch;
        return first || !machine.has(PipeDefect.NP_054_FILTER_OF_FIRST_WATCH_ONLY) ? filter : null;
    }

    /** Takes a watch in; false (ENOENT) if the pipe is gone. */
    boolean attach(Watch watch) {
        synchronized (pipe) {
            if (!cleared) {
                watches.add(watch);
            }
            return !cleared;
        }
    }

    void detach(Watch watch) {
        synchronized (pipe) {
            watches.remove(watch);
        }
    }

    List<Watch> watches() {
        synchronized (pipe) {
            return List.copyOf(watches);
        }
    }

    /** Through which end the last look-up came. */
    @Nullable
    OpenFile foundThrough() {
        synchronized (pipe) {
            return foundThrough;
        }
    }

    /** {@code watch_queue_clear()}: every subscription ends without a record. */
    void clear() {
        List<Watch> left;
        synchronized (pipe) {
            cleared = true;
            left = List.copyOf(watches);
            watches.clear();
        }
        if (machine.has(WatchDefect.BUG_03_LIST_FREED_EARLY)) {
            left.forEach(watch -> watch.list().touch());
        }
        left.forEach(Watch::queueGone);
    }

    /** {@code watch_queue_set_filter()}. */
    long setFilter(long address) {
        synchronized (pipe) {
            if (!pipe.isSized() && machine.has(PipeDefect.NP_053_FILTER_NEEDS_SIZE)) {
                return EINVAL.negated();
            }
            return address == 0 ? removeFilter() : readFilter(address);
        }
    }

    private long removeFilter() {
        if (filter == null && machine.has(PipeDefect.NP_031_NULL_WITHOUT_FILTER_EINVAL)) {
            return EINVAL.negated();
        }
        filter = machine.has(PipeDefect.NP_031_NULL_KEEPS_FILTER) ? filter : null;
        return 0;
    }

    private long readFilter(long address) {
        WatchFilter.Parsed parsed = WatchFilter.parse(machine, address, knownTypes);
        if (parsed.error().number() != 0) {
            filter = machine.has(PipeDefect.NP_052_FAILED_CALL_DROPS_FILTER) ? null : filter;
            return parsed.error().negated();
        }
        filter = parsed.filter();
        if (filter != null && machine.has(PipeDefect.NP_049_FILTER_DROPS_QUEUED_RECORDS)) {
            WatchFilter now = filter;
            ring.removeIf(bytes -> {
                WatchRecord record = WatchRecord.of(bytes);
                return !now.passes(machine, record.type(), record.subtype(), record.info());
            });
        }
        return 0;
    }
}
