// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An ordered workqueue: one item at a time, in the order of queueing. Its thread starts with the first item and ends when
 * there has been nothing to do for a while.
 */
public final class WorkQueue {
    private static final long IDLE_MS = 200;

    private final ThreadPoolExecutor thread;

    public WorkQueue(String name) {
        thread = new ThreadPoolExecutor(
                0,
                1,
                IDLE_MS,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    }

    /** Runs {@code item} after everything queued so far. */
    public void queue(Runnable item) {
        thread.execute(item);
    }
}
