// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Where threads wait for an event ({@code wait_queue_head_t}): poll, epoll and blocked reads register a callback.
 */
public final class WaitQueue {
    private final Set<Runnable> waiters = ConcurrentHashMap.newKeySet();

    /** Calls {@code wake} at every event until it is removed. */
    public void add(Runnable wake) {
        waiters.add(wake);
    }

    public void remove(Runnable wake) {
        waiters.remove(wake);
    }

    /** Something happened. May be called with the object's lock held: wakers only signal. */
    public void wakeAll() {
        waiters.forEach(Runnable::run);
    }

    /** Waits, as wait_event_interruptible() does; false if the thread was interrupted, as by a signal. */
    public boolean await(BooleanSupplier condition) {
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        add(wake);
        try {
            while (!condition.getAsBoolean()) {
                woken.acquire();
            }
            return true;
        } catch (InterruptedException signal) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            remove(wake);
        }
    }
}
