// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
        return awaitAny(List.of(this), condition, -1) == Woken.CONDITION;
    }

    /** Why a wait ended. */
    public enum Woken {
        CONDITION,
        TIMEOUT,
        SIGNAL
    }

    /** Waits for an event on any of the queues until the condition holds; a negative {@code timeoutNs} has no end. */
    public static Woken awaitAny(Collection<WaitQueue> queues, BooleanSupplier condition, long timeoutNs) {
        if (condition.getAsBoolean()) {
            return Woken.CONDITION;
        }
        long start = System.nanoTime();
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        queues.forEach(queue -> queue.add(wake));
        try {
            while (!condition.getAsBoolean()) {
                if (timeoutNs < 0) {
                    woken.acquire();
                } else if (!woken.tryAcquire(timeoutNs - (System.nanoTime() - start), TimeUnit.NANOSECONDS)) {
                    return condition.getAsBoolean() ? Woken.CONDITION : Woken.TIMEOUT;
                }
            }
            return Woken.CONDITION;
        } catch (InterruptedException signal) {
            Thread.currentThread().interrupt();
            return Woken.SIGNAL;
        } finally {
            queues.forEach(queue -> queue.remove(wake));
        }
    }
}
