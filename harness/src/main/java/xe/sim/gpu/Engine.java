// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A command streamer with its firmware scheduler: runs contexts in turn, switches at arbitration points, resets a context
 * that does not let go in time.
 *
 * <p>Its one thread starts with the first job. A loop that polls is slowed down to a round every few hundred microseconds.
 */
public final class Engine implements AutoCloseable {
    private static final long SLICE_NANOS = 1_000_000;

    private final String name;
    private final long preemptTimeoutNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<GpuContext> contexts = new ArrayList<>();

    private @Nullable Thread thread;
    private @Nullable GpuContext running;
    private boolean closed;

    /**
     * @param name for the thread, such as {@code ccs0}
     * @param preemptTimeout how long a context may take to reach an arbitration point; the firmware's default is 640 ms
     */
    public Engine(String name, Duration preemptTimeout) {
        this.name = name;
        this.preemptTimeoutNanos = preemptTimeout.toNanos();
    }

    /** Stops at the next command and waits for the thread. Contexts keep their state. */
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            last = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null && !last.equals(Thread.currentThread())) {
            joinUninterruptibly(last);
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    boolean runs(GpuContext context) {
        return context.equals(running);
    }

    /** The context may have become runnable, or is to be stopped. Called with the lock held. */
    void wake(GpuContext context) {
        if (closed) {
            return;
        }
        if (!contexts.contains(context)) {
            contexts.add(context);
        }
        if (thread == null && context.runnable()) {
            thread = Thread.ofPlatform().daemon().name("gpu " + name).start(this::run);
        }
        changed.signalAll();
    }

    /** Forgets a context that was stopped. Called with the lock held. */
    void drop(GpuContext context) {
        contexts.remove(context);
        changed.signalAll();
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                GpuContext next = pick();
                if (next != null) {
                    running = next;
                    runUnlocked(next);
                    running = null;
                    tell(next.takeSuspendWaiters());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next context in turn; waits if there is none, and then gives null. */
    private @Nullable GpuContext pick() {
        long now = System.nanoTime();
        long soonest = Long.MAX_VALUE;
        for (GpuContext context : contexts) {
            if (context.runnable()) {
                long wait = context.notBefore() == 0 ? 0 : context.notBefore() - now;
                if (wait <= 0) {
                    contexts.remove(context);
                    contexts.add(context); // last in turn from now on
                    return context;
                }
                soonest = Math.min(soonest, wait);
            }
        }
        contexts.removeIf(context -> !context.runnable());
        await(soonest);
        return null;
    }

    @SuppressWarnings("WaitNotInLoop") // its callers look again
    private void await(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                changed.await();
            } else {
                long left = changed.awaitNanos(nanos);
                assert left <= nanos;
            }
        } catch (InterruptedException _) {
            closed = true; // nobody but a dying virtual machine interrupts this thread
        }
    }

    private void runUnlocked(GpuContext context) {
        Execution execution = context.execution();
        lock.unlock();
        try {
            runUntilSwitch(context, execution);
        } finally {
            lock.lock();
        }
    }

    /** Runs commands until the context is to leave the engine. */
    private void runUntilSwitch(GpuContext context, Execution execution) {
        long since = System.nanoTime();
        while (true) {
            Execution.Step step;
            try {
                step = execution.step();
            } catch (GpuFaultException fault) {
                if (!context.owner().pageFault(fault.fault())) {
                    reset(context, ContextOwner.Reset.MEMORY_CAT_ERROR);
                    return;
                }
                step = Execution.Step.ARBITRATION;
            }
            switch (step) {
                case NEXT -> {
                    if (stopped(context)) {
                        return;
                    }
                }
                case JUMP -> {
                    // SUB-05: what cannot be preempted is reset; the VM is unharmed
                    if (holdsOn(context, since, execution.pause(true))) {
                        reset(context, ContextOwner.Reset.ENGINE_RESET);
                        return;
                    }
                    if (stopped(context)) {
                        return;
                    }
                }
                case ARBITRATION -> {
                    if (arbitrate(context, since, execution.pause(execution.takeJumped()))) {
                        return;
                    }
                }
                case WAIT -> {
                    arbitrate(context, since, execution.pause(true));
                    return;
                }
                case DONE -> {
                    finish(context);
                    return;
                }
                case HANG -> {
                    reset(context, ContextOwner.Reset.ENGINE_RESET);
                    return;
                }
            }
        }
    }

    private boolean stopped(GpuContext context) {
        lock.lock();
        try {
            return closed || context.stopped();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the engine is to switch away here. A context that polls comes back after {@code pause} nanoseconds. */
    @CanIgnoreReturnValue
    private boolean arbitrate(GpuContext context, long since, long pause) {
        lock.lock();
        try {
            long now = System.nanoTime();
            context.setNotBefore(pause == 0 ? 0 : now + pause);
            boolean expired = now - since > SLICE_NANOS && othersWait(context);
            return pause != 0 || expired || closed || context.stopped() || context.suspendWanted();
        } finally {
            lock.unlock();
        }
    }

    /** Slows down a loop without arbitration points; whether it has held on to the engine for too long. */
    private boolean holdsOn(GpuContext context, long since, long pause) {
        lock.lock();
        try {
            await(pause);
            long now = System.nanoTime();
            if (context.suspendWanted() && now - context.suspendSince() > preemptTimeoutNanos) {
                return true;
            }
            return now - since > SLICE_NANOS + preemptTimeoutNanos && othersWait(context);
        } finally {
            lock.unlock();
        }
    }

    private boolean othersWait(GpuContext context) {
        return contexts.stream().anyMatch(other -> !other.equals(context) && other.runnable());
    }

    private void finish(GpuContext context) {
        GpuJob job;
        lock.lock();
        try {
            if (context.stopped()) {
                return; // the kill has told of the job
            }
            job = context.retire();
        } finally {
            lock.unlock();
        }
        context.owner().interrupt(); // xe_hw_engine_handle_irq() wakes first, then looks at fences
        job.finished().accept(0);
    }

    private static void reset(GpuContext context, ContextOwner.Reset reason) {
        if (context.kill()) {
            context.owner().reset(reason);
        }
    }

    private void tell(List<Runnable> waiters) {
        lock.unlock();
        try {
            waiters.forEach(Runnable::run);
        } finally {
            lock.lock();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
