// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADSLT;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import xe.sim.os.KernelLog;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.sim.os.Task;

/**
 * Who watches one object ({@code struct watch_list}): an open DRM file, or a key.
 *
 * <p>The user's count of watches drops as soon as a watch goes. Linux lets a grace period pass first (WQ-026), which callers
 * must bear with but cannot rely on.
 */
public final class WatchList {
    private static final int HEADER = 8;
    private static final int ID_SHIFT = 8;
    private static final int FLAG_0 = 0x10000;

    private final Machine machine;
    private final long objectId;
    private final List<Watch> watches = new ArrayList<>();
    private @Nullable OpenFile firstEnd;
    private boolean lostQueue;
    private volatile boolean freed;

    /** A list of an object whose internal id is 0, as xe's are. */
    public WatchList(Machine machine) {
        this(machine, 0);
    }

    /** @param objectId the internal id; another one than 0 is told in the removal record */
    WatchList(Machine machine, long objectId) {
        this.machine = machine;
        this.objectId = objectId;
    }

    /**
     * Subscribes a queue ({@code add_watch_to_object()}).
     *
     * @return 0, or negated: ENOENT if the pipe is gone (W5), EBUSY if it is on this list already (W6), EAGAIN beyond the
     *     user's limit (W7)
     */
    public long add(WatchQueue queue, int watchId) {
        if (machine.has(WatchDefect.WQ_032_CHECKED_WITHOUT_LOCK)) {
            return addRacily(queue, watchId);
        }
        synchronized (this) {
            long refused = check(queue, watchId);
            if (refused == EBUSY.negated() && machine.has(WatchDefect.WQ_027_SECOND_WATCH_COUNTS)) {
                machine.task().watches().incrementAndGet();
            }
            return refused != 0 ? refused : insert(queue, watchId);
        }
    }

    private long addRacily(WatchQueue queue, int watchId) {
        long refused = check(queue, watchId);
        machine.race().meet();
        synchronized (this) {
            return refused != 0 ? refused : insert(queue, watchId);
        }
    }

    private synchronized long check(WatchQueue queue, int watchId) {
        if (!queue.pipe().isSized() && machine.has(WatchDefect.WQ_010_UNSIZED_REFUSED)) {
            return EINVAL.negated();
        }
        if ((queue.pipe().readers() == 0 && machine.has(WatchDefect.WQ_011_NO_READER_REFUSED))
                || (queue.pipe().writers() == 0 && machine.has(WatchDefect.WQ_012_NO_WRITER_REFUSED))) {
            return EINVAL.negated();
        }
        if (machine.has(WatchDefect.WQ_020_LIMIT_CHECKED_FIRST) && overLimit(nextCount(queue))) {
            return EAGAIN.negated();
        }
        return busy(queue, watchId) ? EBUSY.negated() : 0; // WQ-013
    }

    private boolean busy(WatchQueue queue, int watchId) {
        if (machine.has(WatchDefect.WQ_017_BUSY_ACROSS_FILES)
                && queue.watches().stream().anyMatch(watch -> watch.list().objectId == objectId)) {
            return true;
        }
        if (machine.has(WatchDefect.WQ_019_ONE_SOURCE_PER_PIPE)
                && queue.watches().stream().anyMatch(watch -> (watch.list().objectId == 0) != (objectId == 0))) {
            return true;
        }
        if ((!watches.isEmpty() && machine.has(WatchDefect.WQ_018_ONE_PIPE_PER_FILE))
                || (lostQueue && machine.has(WatchDefect.WQ_050_ENTRY_OUTLIVES_PIPE))) {
            return true;
        }
        return watches.stream().anyMatch(watch -> watch.queue() == queue && sameWatch(watch, queue, watchId));
    }

    /** WQ-014: the internal ids are compared, and those are equal on one list. */
    private boolean sameWatch(Watch watch, WatchQueue queue, int watchId) {
        if (watch.watchId() == watchId && machine.has(WatchDefect.WQ_013_SAME_WATCH_ACCEPTED)) {
            return false;
        }
        if (watch.watchId() != watchId && machine.has(WatchDefect.WQ_014_WATCH_ID_COMPARED)) {
            return false;
        }
        return Objects.equals(queue.foundThrough(), firstEnd) || !machine.has(WatchDefect.WQ_015_END_COMPARED);
    }

    private long insert(WatchQueue queue, int watchId) {
        Task task = machine.task();
        int count = machine.has(WatchDefect.WQ_023_COUNTED_PER_PIPE)
                ? queue.watches().size() + 1
                : task.watches().incrementAndGet();
        if (overLimit(count)) {
            boolean leaks = machine.has(WatchDefect.WQ_027_FAILED_CALL_COUNTS);
            task.watches().addAndGet(leaks || machine.has(WatchDefect.WQ_023_COUNTED_PER_PIPE) ? 0 : -1);
            return EAGAIN.negated();
        }
        Watch watch = new Watch(this, queue, watchId);
        if (!queue.attach(watch)) {
            uncount();
            return ENOENT.negated();
        }
        firstEnd = queue.foundThrough();
        watches.add(watch);
        return 0;
    }

    private int nextCount(WatchQueue queue) {
        return machine.has(WatchDefect.WQ_023_COUNTED_PER_PIPE)
                ? queue.watches().size() + 1
                : machine.task().watches().get() + 1;
    }

    private boolean overLimit(int count) {
        Task task = machine.task();
        if (machine.has(WatchDefect.WQ_021_LIMIT_IGNORED)
                || (task.root() && machine.has(WatchDefect.WQ_025_ROOT_EXEMPT))) {
            return false;
        }
        long limit = machine.has(WatchDefect.WQ_024_HARD_LIMIT_USED) ? task.nofileHard() : task.nofileSoft();
        return count > limit - (machine.has(WatchDefect.WQ_022_LIMIT_OFF_BY_ONE) && limit > 0 ? 1 : 0);
    }

    private void uncount() {
        if (!machine.has(WatchDefect.WQ_026_COUNT_NEVER_DROPS) && !machine.has(WatchDefect.WQ_023_COUNTED_PER_PIPE)) {
            machine.task().watches().decrementAndGet();
        }
    }

    /** Posts one record to every subscribed queue, each with its own id; never fails visibly (EVT-024). */
    public synchronized void post(int type, int subtype, byte[] payload) {
        int length = machine.has(WatchDefect.EVT_001_LENGTH_WITHOUT_HEADER) ? payload.length : HEADER + payload.length;
        int flags = machine.has(WatchDefect.EVT_004_FLAG_SET) ? FLAG_0 : 0;
        int ids = 0;
        for (Watch watch : List.copyOf(watches)) {
            int id = watch.watchId() << ID_SHIFT;
            ids = machine.has(WatchDefect.EVT_005_IDS_PILE_UP) ? ids | id : id;
            int shown = machine.has(WatchDefect.EVT_003_ID_MISSING) ? 0 : ids;
            boolean filtered = watch.queue().rejects(watch, type, subtype, length | flags | shown);
            if (filtered && machine.has(WatchDefect.EVT_005_FILTER_ENDS_POSTING)) {
                return;
            }
            boolean taken = watch.queue().post(watch, type, subtype, length | flags | shown, payload);
            if (!taken && machine.has(WatchDefect.EVT_024_FULL_QUEUE_ENDS_POSTING)) {
                return;
            }
            if (!taken && machine.has(WatchDefect.EVT_024_FULL_QUEUE_UNSUBSCRIBED)) {
                watches.remove(watch);
                watch.queue().detach(watch);
                uncount();
            }
        }
    }

    /** Ends every subscription, with a removal record each, as the object's end does ({@code remove_watch_list()}). */
    public void remove() {
        List<Watch> ended;
        synchronized (this) {
            ended = List.copyOf(watches);
            watches.clear();
        }
        if (machine.has(WatchDefect.BUG_03_LIST_FREED_EARLY) && !ended.isEmpty()) {
            freed = true;
            machine.race().meet();
        }
        for (Watch watch : ended) {
            if (!end(watch) && machine.has(WatchDefect.WQ_045_FULL_PIPE_ENDS_REMOVAL)) {
                break;
            }
        }
        freed = false;
    }

    /** What the end of a pipe does with a list that it found: fatal if that goes meanwhile. */
    void touch() {
        boolean gone = freed;
        machine.race().meet();
        if (gone || freed) {
            machine.log().printk(KernelLog.ERR, "BUG: KASAN: slab-use-after-free in watch_queue_clear");
        }
    }

    /** Ends one queue's subscription; EBADSLT if it has none. */
    synchronized long remove(WatchQueue queue) {
        for (Watch watch : List.copyOf(watches)) {
            if (watch.queue() == queue) {
                watches.remove(watch);
                end(watch);
                return 0;
            }
        }
        return EBADSLT.negated();
    }

    /** Whether the queue took the record. */
    @CanIgnoreReturnValue
    private boolean end(Watch watch) {
        byte[] payload = {};
        if (objectId != 0 || machine.has(WatchDefect.WQ_043_LONG_REMOVAL_FORM)) {
            payload = new byte[Long.BYTES];
            MemorySegment.ofArray(payload).set(JAVA_LONG_UNALIGNED, 0, objectId);
        }
        int id = machine.has(WatchDefect.WQ_042_REMOVAL_WITHOUT_ID) ? 0 : watch.watchId() << ID_SHIFT;
        WatchQueue queue = watch.queue();
        if (machine.has(WatchDefect.EVT_015_REMOVAL_DROPS_EVENTS)) {
            queue.dropEvents(watch.watchId());
        }
        boolean taken = queue.postDirectly(watch, WatchRecord.META_REMOVAL, HEADER + payload.length | id, payload);
        if (machine.has(WatchDefect.WQ_056_REMOVAL_TWICE)) {
            queue.postDirectly(watch, WatchRecord.META_REMOVAL, HEADER + payload.length | id, payload);
        }
        queue.detach(watch);
        uncount();
        if (machine.has(WatchDefect.WQ_057_ENDS_ALL_OF_THE_PIPE)) {
            queue.watches().forEach(other -> other.list().remove(queue));
        }
        return taken;
    }

    /** The queue of one watch is gone. */
    synchronized void drop(Watch watch) {
        int place = watches.indexOf(watch);
        if (watches.remove(watch)) {
            if (machine.has(WatchDefect.WQ_049_OLDER_PIPES_END_TOO)) {
                watches.subList(0, place).clear();
            }
            if (machine.has(WatchDefect.WQ_049_NEWER_PIPES_END_TOO)) {
                watches.subList(place, watches.size()).clear();
            }
            lostQueue = true;
            uncount();
            if (machine.has(WatchDefect.WQ_049_END_OF_PIPE_ENDS_ALL)) {
                remove();
            }
        }
    }
}
