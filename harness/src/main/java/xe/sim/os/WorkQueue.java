// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.ArrayDeque;
import java.util.Deque;
import xe.kernel.HostThreads;

/**
 * An ordered workqueue: one item at a time, in the order of queueing. It has no thread of its own: a kworker comes when there is an
 * item and goes when there is none left, as in Linux.
 */
public final class WorkQueue {
    /** The first one runs, the others wait. */
    private final Deque<Runnable> items = new ArrayDeque<>();

    /** Runs {@code item} after everything queued so far. */
    public synchronized void queue(Runnable item) {
        items.add(item);
        if (items.size() == 1) {
            HostThreads.run(this::runFirst);
        }
    }

    private void runFirst() {
        try {
            first().run();
        } finally {
            goOn();
        }
    }

    private synchronized Runnable first() {
        return items.getFirst();
    }

    private synchronized void goOn() {
        items.removeFirst();
        if (!items.isEmpty()) {
            HostThreads.run(this::runFirst);
        }
    }
}
