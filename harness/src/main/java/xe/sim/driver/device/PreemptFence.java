// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ETIME;
import static xe.kernel.Errno.OK;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import xe.kernel.Errno;

/**
 * The fence that stands for "this queue runs on its VM's mappings". To signal it the queue is suspended.
 */
final class PreemptFence {
    private enum State {
        ARMED,
        SIGNALLING,
        SIGNALLED
    }

    /** How long a suspend may stay unanswered ({@code guc_exec_queue_suspend_wait()}). */
    private static final long SUSPEND_WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final ExecQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private State state = State.ARMED;

    PreemptFence(ExecQueue queue) {
        this.queue = queue;
    }

    /** Whether somebody waits for the preemption, or it is done. */
    boolean signalling() {
        lock.lock();
        try {
            return state != State.ARMED;
        } finally {
            lock.unlock();
        }
    }

    /** Starts the preemption; when it is done the rebind worker of the queue's VM is queued. */
    void enableSignalling() {
        lock.lock();
        try {
            if (state != State.ARMED) {
                return;
            }
            state = State.SIGNALLING;
        } finally {
            lock.unlock();
        }
        queue.suspend(this::signal);
    }

    private void signal() {
        lock.lock();
        try {
            state = State.SIGNALLED;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
        queue.vm().rebindWorker().queue();
    }

    /** Waits until the queue is off the engine: OK, or ETIME if it does not answer in time (RBW-006). */
    Errno await() {
        long left = SUSPEND_WAIT_NS;
        boolean interrupted = false;
        lock.lock();
        try {
            while (state != State.SIGNALLED) {
                try {
                    if (left <= 0) {
                        return ETIME;
                    }
                    left = signalled.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return OK;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
