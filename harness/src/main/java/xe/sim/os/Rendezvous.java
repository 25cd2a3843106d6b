// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.concurrent.TimeUnit;

/**
 * Where a defect that lets two threads race holds the first one until the second comes. Both then go on together, so that the
 * race is always lost, on a slow machine too.
 *
 * <p>A thread that nobody follows goes on after a while, and once that has cost {@link #PATIENCE_NS} in all, at once.
 */
public final class Rendezvous {
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(400);

    private long patience = PATIENCE_NS;
    private long meetings;
    private boolean waited;

    /** Waits for a second caller; an interrupt ends the wait and is kept for later. */
    public synchronized void meet() {
        if (waited) {
            waited = false;
            meetings++;
            notifyAll();
            return;
        }
        waited = true;
        long meeting = meetings;
        long start = System.nanoTime();
        try {
            long left = Math.min(WAIT_NS, patience);
            while (meeting == meetings && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = Math.min(WAIT_NS, patience) - (System.nanoTime() - start);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (meeting == meetings) {
            waited = false;
            patience -= System.nanoTime() - start;
        }
    }
}
