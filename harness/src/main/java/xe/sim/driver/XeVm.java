// SPDX-License-Identifier: MIT
package xe.sim.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A GPU address space ({@code struct xe_vm}).
 *
 * <p>{@link #lock} is the driver's {@code vm->lock}: ioctls on the VM take it for reading or writing, the rebind worker holds
 * it for writing during a whole run (VMR-027).
 */
public final class XeVm {
    static final int SCRATCH_PAGE = 0x1;
    static final int LR_MODE = 0x2;
    static final int FAULT_MODE = 0x4;
    static final int NO_VM_OVERCOMMIT = 0x8;
    static final int RESTARTABLE = 0x10;

    private final XeFile file;
    private final int flags;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final FaultList faults = new FaultList();
    private final VmMappings mappings;
    private final Work rebind;
    private final AtomicInteger references = new AtomicInteger(1);
    private final List<ExecQueue> queues = new ArrayList<>();

    private volatile int id;
    private volatile boolean closed;
    private volatile boolean banned;
    private volatile boolean rebindDeactivated;

    XeVm(XeFile file, int flags) {
        this.file = file;
        this.flags = flags;
        this.mappings = new VmMappings(this);
        this.rebind = new Work(file.device().rebinds(), () -> new RebindRun(this).run());
        file.hold();
    }

    public XeFile file() {
        return file;
    }

    public XeDevice device() {
        return file.device();
    }

    /** The create flags of the UAPI. */
    public int flags() {
        return flags;
    }

    /** The id in the file's table; 0 before it is published. */
    public int id() {
        return id;
    }

    void setId(int value) {
        id = value;
    }

    public boolean longRunning() {
        return (flags & LR_MODE) != 0;
    }

    public boolean faultMode() {
        return (flags & FAULT_MODE) != 0;
    }

    /** Long-running without page faults: queues are preempted when mappings change (VMC-029). */
    public boolean preemptFenceMode() {
        return longRunning() && !faultMode();
    }

    public boolean restartable() {
        return (flags & RESTARTABLE) != 0;
    }

    public boolean scratch() {
        return (flags & SCRATCH_PAGE) != 0;
    }

    /** {@code vm->lock}. */
    public ReentrantReadWriteLock lock() {
        return lock;
    }

    public VmMappings mappings() {
        return mappings;
    }

    public FaultList faults() {
        return faults;
    }

    public boolean closed() {
        return closed;
    }

    public boolean banned() {
        return banned;
    }

    public boolean closedOrBanned() {
        return closed || banned;
    }

    /** {@code preempt.rebind_deactivated}: the worker found nothing to do, or was paused by an error. */
    boolean rebindDeactivated() {
        return rebindDeactivated;
    }

    void setRebindDeactivated(boolean value) {
        rebindDeactivated = value;
    }

    /** What the worker and the queue ioctls see of {@code preempt.exec_queues}; read and changed under the VM lock. */
    List<ExecQueue> queues() {
        return queues;
    }

    /** Takes a reference. */
    public void hold() {
        references.incrementAndGet();
    }

    /** Drops a reference; the last one takes the VM apart on a workqueue. */
    public void drop() {
        if (references.decrementAndGet() == 0) {
            device().teardown().queue(file::drop);
        }
    }

    /** Queues the rebind worker, unless it is queued already. */
    public void queueRebind() {
        rebind.queue();
    }

    /** A successful EXEC brings a deactivated worker back (VMR-019); the VM lock is held. */
    public void reactivateRebind() {
        if (preemptFenceMode() && rebindDeactivated) {
            rebindDeactivated = false;
            queueRebind();
        }
    }

    /**
     * Asks every queue of the VM off its engine: enables signalling of all armed preempt fences. Returns at once; the rebind
     * worker runs when the fences have signalled.
     */
    public void triggerPreemption() {
        for (PreemptFence fence : armedFences()) {
            fence.enableSignalling();
        }
    }

    private List<PreemptFence> armedFences() {
        List<PreemptFence> fences = new ArrayList<>();
        synchronized (queues) {
            for (ExecQueue queue : queues) {
                PreemptFence fence = queue.fence();
                if (fence != null) {
                    fences.add(fence);
                }
            }
        }
        return fences;
    }

    /** Registers a long-running queue: {@code xe_vm_add_compute_exec_queue()}. */
    void addQueue(ExecQueue queue) {
        lock.writeLock().lock();
        try {
            boolean preempting = mappings.needsRepin() || preemptFencesWaiting();
            PreemptFence fence = new PreemptFence(queue);
            queue.setFence(fence);
            synchronized (queues) {
                queues.add(queue);
            }
            if (preempting) {
                fence.enableSignalling();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Forgets a long-running queue: {@code xe_vm_remove_compute_exec_queue()}. */
    void removeQueue(ExecQueue queue) {
        lock.writeLock().lock();
        try {
            synchronized (queues) {
                queues.remove(queue);
            }
            PreemptFence fence = queue.fence();
            if (fence != null) {
                queue.setFence(null);
                fence.enableSignalling();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether a fence is being signalled, or was and is consumed. */
    boolean preemptFencesWaiting() {
        for (ExecQueue queue : queues) {
            PreemptFence fence = queue.fence();
            if (fence == null || fence.signalling()) {
                return true;
            }
        }
        return false;
    }

    /** Bans the VM and kills its queues ({@code xe_vm_kill()}); the VM lock is held. */
    void kill() {
        banned = true;
        for (ExecQueue queue : queues) {
            queue.ban();
        }
    }

    /** Closes the VM for good and waits for a rebind worker that is queued: it sees the flag and does nothing (VMD-012). */
    void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
        if (preemptFenceMode()) {
            rebind.flush();
        }
        mappings.close();
    }
}
