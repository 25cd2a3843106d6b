// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;

/**
 * A hardware context with its ring of jobs. It keeps its place in a batch while it is switched out or suspended.
 *
 * <p>All state is guarded by the engine's lock.
 */
public final class GpuContext {
    private final Engine engine;
    private final GpuAddressSpace space;
    private final ContextOwner owner;
    private final Deque<GpuJob> jobs = new ArrayDeque<>();
    private final List<Runnable> suspendWaiters = new ArrayList<>();

    private @Nullable Execution execution;
    private boolean suspendWanted;
    private boolean banned;
    private long suspendSince;
    private long notBefore;

    public GpuContext(Engine engine, GpuAddressSpace space, ContextOwner owner) {
        this.engine = engine;
        this.space = space;
        this.owner = owner;
    }

    public GpuAddressSpace space() {
        return space;
    }

    /** Where it runs. */
    public Engine engine() {
        return engine;
    }

    /** Whether the ring is empty. A context that was stopped in a job never is again. */
    public boolean isIdle() {
        engine.lock();
        try {
            return jobs.isEmpty();
        } finally {
            engine.unlock();
        }
    }

    /** Whether the context was killed or reset. */
    public boolean banned() {
        engine.lock();
        try {
            return banned;
        } finally {
            engine.unlock();
        }
    }

    /** Jobs in the ring, the running one included. */
    public int jobs() {
        engine.lock();
        try {
            return jobs.size();
        } finally {
            engine.unlock();
        }
    }

    /** Adds a job to the ring; false if the context was killed or reset. */
    public boolean submit(GpuJob job) {
        engine.lock();
        try {
            if (banned) {
                return false;
            }
            jobs.add(job);
            engine.wake(this);
            return true;
        } finally {
            engine.unlock();
        }
    }

    /**
     * Asks the streamer to switch away and not to come back before {@link #resume}.
     *
     * @param done called once, when the context no longer runs or was stopped for good; at once if it does not run now
     */
    public void suspend(Runnable done) {
        engine.lock();
        try {
            if (!banned && engine.runs(this)) {
                suspendWanted = true;
                suspendSince = System.nanoTime();
                suspendWaiters.add(done);
                engine.wake(this);
                return;
            }
            suspendWanted = true;
        } finally {
            engine.unlock();
        }
        done.run();
    }

    /** Lets the context run again. A suspension that was still under way counts as done. */
    public void resume() {
        List<Runnable> waiters;
        engine.lock();
        try {
            suspendWanted = false;
            waiters = takeSuspendWaiters();
            engine.wake(this);
        } finally {
            engine.unlock();
        }
        waiters.forEach(Runnable::run);
    }

    /** Stops the context for good; jobs in the ring end with ECANCELED. False if it was stopped before. */
    @CanIgnoreReturnValue
    public boolean kill() {
        List<GpuJob> lost;
        List<Runnable> waiters;
        engine.lock();
        try {
            if (banned) {
                return false;
            }
            banned = true;
            lost = List.copyOf(jobs);
            waiters = takeSuspendWaiters();
            engine.drop(this);
        } finally {
            engine.unlock();
        }
        lost.forEach(job -> job.finished().accept(Errno.ECANCELED.number()));
        waiters.forEach(Runnable::run);
        return true;
    }

    ContextOwner owner() {
        return owner;
    }

    /** The rest is called with the engine's lock held. */
    boolean runnable() {
        return !banned && !suspendWanted && !jobs.isEmpty();
    }

    boolean stopped() {
        return banned;
    }

    boolean suspendWanted() {
        return suspendWanted;
    }

    long suspendSince() {
        return suspendSince;
    }

    long notBefore() {
        return notBefore;
    }

    void setNotBefore(long nanoTime) {
        notBefore = nanoTime;
    }

    List<Runnable> takeSuspendWaiters() {
        List<Runnable> waiters = List.copyOf(suspendWaiters);
        suspendWaiters.clear();
        return waiters;
    }

    /** Where the first job in the ring stands. */
    Execution execution() {
        if (execution == null) {
            execution = new Execution(space, jobs.element());
        }
        return execution;
    }

    /** The first job in the ring is done. */
    GpuJob retire() {
        execution = null;
        notBefore = 0;
        return jobs.remove();
    }
}
