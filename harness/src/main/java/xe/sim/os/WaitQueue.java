// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
}
