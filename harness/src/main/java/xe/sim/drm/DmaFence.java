// SPDX-License-Identifier: MIT
package xe.sim.drm;

import java.util.ArrayList;
import java.util.List;

/**
 * Work that ends some time ({@code struct dma_fence}).
 */
public final class DmaFence {
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean signalled;

    /** A fence of work that is done. */
    public static DmaFence done() {
        DmaFence fence = new DmaFence();
        fence.signal();
        return fence;
    }

    public synchronized boolean signalled() {
        return signalled;
    }

    /** The work has ended, well or not. */
    public void signal() {
        List<Runnable> due;
        synchronized (this) {
            signalled = true;
            due = List.copyOf(callbacks);
            callbacks.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Runs {@code callback} when the fence signals; at once if it has. */
    public void whenSignalled(Runnable callback) {
        synchronized (this) {
            if (!signalled) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    /** Runs {@code callback} when all of {@code fences} have signalled. */
    public static void whenAll(List<DmaFence> fences, Runnable callback) {
        whenAll(fences, 0, callback);
    }

    private static void whenAll(List<DmaFence> fences, int from, Runnable callback) {
        if (from == fences.size()) {
            callback.run();
        } else {
            fences.get(from).whenSignalled(() -> whenAll(fences, from + 1, callback));
        }
    }
}
