// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * An item of a workqueue that is queued at most once at a time ({@code struct work_struct}).
 */
public final class Work {
    private final WorkQueue queue;
    private final Runnable function;
    private boolean pending;
    private boolean running;

    public Work(WorkQueue queue, Runnable function) {
        this.queue = queue;
        this.function = function;
    }

    /** Queues the item, unless it waits already. An item that runs can be queued again. */
    public synchronized void queue() {
        if (pending) {
            return;
        }
        pending = true;
        queue.queue(this::run);
    }

    /** Waits until the item neither waits nor runs. Interrupts are kept for later, as a kernel wait would. */
    public synchronized void flush() {
        boolean interrupted = false;
        while (pending || running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        synchronized (this) {
            pending = false;
            running = true;
        }
        try {
            function.run();
        } finally {
            synchronized (this) {
                running = false;
                notifyAll();
            }
        }
    }
}
