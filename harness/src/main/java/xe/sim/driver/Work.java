// SPDX-License-Identifier: MIT
package xe.sim.driver;

/**
 * An item of a workqueue that is queued at most once at a time ({@code struct work_struct}).
 */
final class Work {
    private final XeDevice device;
    private final Runnable function;
    private boolean pending;
    private boolean running;

    /** An item of the device's ordered workqueue. */
    Work(XeDevice device, Runnable function) {
        this.device = device;
        this.function = function;
    }

    /** Queues the item, unless it waits already. An item that runs can be queued again. */
    synchronized void queue() {
        if (pending) {
            return;
        }
        pending = true;
        device.rebinds().queue(this::run);
    }

    /** Waits until the item neither waits nor runs. Interrupts are kept for later, as a kernel wait would. */
    synchronized void flush() {
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
