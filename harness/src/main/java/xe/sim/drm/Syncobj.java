// SPDX-License-Identifier: MIT
package xe.sim.drm;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import xe.sim.os.WaitQueue;

/**
 * A sync object ({@code struct drm_syncobj}): empty, a fence, or a timeline of fences.
 */
public final class Syncobj {
    private final WaitQueue waiters = new WaitQueue();
    private final NavigableMap<Long, DmaFence> points = new TreeMap<>(Long::compareUnsigned);
    private @Nullable DmaFence fence;

    /** Woken when a fence is added or signals. */
    public WaitQueue waiters() {
        return waiters;
    }

    /** Makes it a plain object that holds {@code value}, or an empty one. */
    public void replace(@Nullable DmaFence value) {
        synchronized (this) {
            points.clear();
            fence = value;
        }
        announce(value);
    }

    /** Adds a point to the timeline. */
    public void add(long point, DmaFence value) {
        synchronized (this) {
            points.put(point, value);
            fence = value;
        }
        announce(value);
    }

    /** What a waiter for the whole object waits for; null if it is empty. */
    public synchronized @Nullable DmaFence fence() {
        return fence;
    }

    /**
     * What a waiter for a point waits for: the fence of the first point that is not smaller. Null if there is none, or if
     * the object is no timeline.
     */
    public synchronized @Nullable DmaFence fence(long point) {
        Map.Entry<Long, DmaFence> entry = points.ceilingEntry(point);
        return entry == null ? null : entry.getValue();
    }

    /** The last point that was submitted; 0 for an object that is no timeline. */
    public synchronized long submitted() {
        return points.isEmpty() ? 0 : points.lastKey();
    }

    /** The last point before which everything has signalled. */
    public synchronized long signalled() {
        long last = 0;
        for (Map.Entry<Long, DmaFence> entry : points.entrySet()) {
            if (!entry.getValue().signalled()) {
                break;
            }
            last = entry.getKey();
        }
        return last;
    }

    private void announce(@Nullable DmaFence value) {
        waiters.wakeAll();
        if (value != null) {
            value.whenSignalled(waiters::wakeAll);
        }
    }
}
