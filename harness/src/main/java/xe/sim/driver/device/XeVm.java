// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENOSPC;
import static xe.sim.driver.device.RebindDefect.EVT_021_DESTROYED_VM_POSTS;
import static xe.sim.driver.device.RebindDefect.RBW_001_BANNED_VM_RUNS;
import static xe.sim.driver.device.RebindDefect.RBW_011_QUEUES_SURVIVE;
import static xe.sim.driver.device.RebindDefect.RBW_014_QUEUE_DESTROY_IS_NO_TRIGGER;
import static xe.sim.driver.device.RebindDefect.RBW_027_QUEUE_CREATE_DOES_NOT_RETRY;
import static xe.sim.driver.device.RebindDefect.RBW_030_FAULT_MODE_POSTS;
import static xe.sim.driver.device.RestartDefect.VMR_019_EXEC_LEAVES_PAUSED;
import static xe.sim.driver.device.VmDefect.VMC_028_FRESH_VM_DEACTIVATED;
import static xe.sim.driver.device.VmDefect.VMC_029_FAULT_MODE_HAS_PREEMPT_FENCES;
import static xe.sim.driver.device.VmDefect.VMD_005_ALL_QUEUES_COUNT;
import static xe.sim.driver.device.VmDefect.VMD_006_BIND_QUEUES_COUNT;
import static xe.sim.driver.device.VmDefect.VMD_007_BUSY_AFTER_QUEUE_DESTROY;
import static xe.sim.driver.device.VmDefect.VMD_012_WORKER_AFTER_DESTROY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_031_FAULTS_WITHOUT_USM;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_FAULT_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import xe.kernel.Errno;
import xe.sim.os.Work;

/**
 * A GPU address space ({@code struct xe_vm}).
 *
 * <p>{@link #lock} is the driver's {@code vm->lock}: ioctls on the VM take it for reading or writing, the rebind worker holds
 * it for writing during a whole run (VMR-027).
 */
public final class XeVm {
    private final XeFile file;
    private final int flags;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final FaultList faults;
    private final VmMappings mappings;
    private final Work rebind;
    private final AtomicInteger references = new AtomicInteger(1);
    private final List<ExecQueue> queues = new CopyOnWriteArrayList<>();
    private final AtomicInteger queueCount = new AtomicInteger();
    private final AtomicBoolean rebindDeactivated = new AtomicBoolean();
    private final AtomicInteger restarts = new AtomicInteger();

    private volatile int id;
    private volatile int serial;
    private volatile boolean closed;
    private volatile boolean banned;
    private volatile boolean hadQueue;
    private volatile boolean workerRan;
    private volatile int failures;
    private volatile Errno lastError = Errno.OK;

    public XeVm(XeFile file, int flags) {
        this.file = file;
        this.flags = flags;
        this.faults = new FaultList(file.device());
        this.mappings = new VmMappings(this);
        this.rebind = new Work(device().rebinds(), () -> new RebindRun(this).run());
        rebindDeactivated.set(device().has(VMC_028_FRESH_VM_DEACTIVATED));
        if (!device().profile().usm() && device().has(VGP_031_FAULTS_WITHOUT_USM)) {
            faults.add(new FaultList.VmFault(0, 1, 0, 0, 0));
        }
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

    /** A number of the device that no other VM has. */
    int serial() {
        return serial;
    }

    /** Gives the VM an id in its file. The series writes the id after it is published (BUG-01). */
    public void publish() {
        serial = device().nextVmSerial();
        id = file.vms().add(this);
    }

    public boolean longRunning() {
        return (flags & DRM_XE_VM_CREATE_FLAG_LR_MODE) != 0;
    }

    public boolean faultMode() {
        return (flags & DRM_XE_VM_CREATE_FLAG_FAULT_MODE) != 0;
    }

    /** Long-running without page faults: queues are preempted when mappings change (VMC-029). */
    public boolean preemptFenceMode() {
        return longRunning() && (!faultMode() || device().has(VMC_029_FAULT_MODE_HAS_PREEMPT_FENCES));
    }

    public boolean restartable() {
        return (flags & DRM_XE_VM_CREATE_FLAG_RESTARTABLE) != 0;
    }

    public boolean scratch() {
        return (flags & DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE) != 0;
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
    public boolean rebindDeactivated() {
        return rebindDeactivated.get();
    }

    public void setRebindDeactivated(boolean value) {
        rebindDeactivated.set(value);
    }

    /** Clears the flag under the reservation lock; whether it was set (VMR-035). */
    public boolean takeRebindDeactivated() {
        boolean was = rebindDeactivated.getAndSet(false);
        if (was) {
            restarts.incrementAndGet();
        }
        return was;
    }

    /** How often VM_RESTART has cleared a pause. */
    public int restarts() {
        return restarts.get();
    }

    /** {@code preempt.exec_queues}; changed under the VM lock. */
    List<ExecQueue> queues() {
        return queues;
    }

    /** {@code preempt.num_exec_queues}. */
    public int queueCount() {
        return queueCount.get();
    }

    public boolean hadQueue() {
        return hadQueue;
    }

    public boolean workerRan() {
        return workerRan;
    }

    void setWorkerRan() {
        workerRan = true;
    }

    int failures() {
        return failures;
    }

    void countFailure() {
        int before = failures;
        failures = before + 1;
    }

    /** How the last run of the worker ended. */
    public Errno lastError() {
        return lastError;
    }

    void setLastError(Errno error) {
        lastError = error;
    }

    /** Whether no LR queue has anything to run: true without queues ({@code xe_vm_is_idle()}). */
    public boolean idle() {
        return queues.stream().allMatch(ExecQueue::isIdle);
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

    public void flushRebind() {
        rebind.flush();
    }

    /** A successful EXEC brings a deactivated worker back (VMR-019); the VM lock is held. */
    public void reactivateRebind() {
        if (preemptFenceMode()
                && rebindDeactivated.get()
                && !device().has(VMR_019_EXEC_LEAVES_PAUSED)
                && rebindDeactivated.getAndSet(false)) {
            queueRebind();
        }
    }

    /**
     * Asks every queue of the VM off its engine: enables signalling of all armed preempt fences. Returns at once; the rebind
     * worker runs when the fences have signalled (RBW-014).
     */
    public void triggerPreemption() {
        if (!preemptFenceMode()) {
            if (device().has(RBW_030_FAULT_MODE_POSTS)) {
                new RebindFailure(this).post(ENOSPC);
            }
            return;
        }
        for (ExecQueue queue : queues) {
            PreemptFence fence = queue.fence();
            if (fence != null) {
                fence.enableSignalling();
            }
        }
    }

    /** {@link #triggerPreemption}, and waits until no queue runs on the VM's mappings any more. */
    void preemptAndWait() {
        triggerPreemption();
        for (ExecQueue queue : queues) {
            PreemptFence fence = queue.fence();
            if (fence != null) {
                fence.await();
            }
        }
    }

    /** Registers a new queue: {@code xe_vm_add_compute_exec_queue()} in preempt-fence mode, else nothing (VMD-005). */
    public void addQueue(ExecQueue queue) {
        if (!counted(queue)) {
            return;
        }
        lock.writeLock().lock();
        try {
            queueCount.incrementAndGet();
            if (queue.bind() || !preemptFenceMode()) {
                return;
            }
            hadQueue = true;
            boolean preempting = mappings.needsRepin() || preemptFencesWaiting();
            PreemptFence fence = new PreemptFence(queue);
            queue.setFence(fence);
            queues.add(queue);
            if (preempting && !device().has(RBW_027_QUEUE_CREATE_DOES_NOT_RETRY)) {
                fence.enableSignalling(); // RBW-027
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private boolean counted(ExecQueue queue) {
        if (queue.bind()) {
            return device().has(VMD_006_BIND_QUEUES_COUNT); // VMD-006
        }
        return preemptFenceMode() || device().has(VMD_005_ALL_QUEUES_COUNT);
    }

    /** Forgets a queue: {@code xe_vm_remove_compute_exec_queue()}. */
    void removeQueue(ExecQueue queue) {
        if (!counted(queue)) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (!device().has(VMD_007_BUSY_AFTER_QUEUE_DESTROY)) {
                queueCount.decrementAndGet();
            }
            queues.remove(queue);
            PreemptFence fence = queue.fence();
            if (fence != null) {
                queue.setFence(null);
                if (!device().has(RBW_014_QUEUE_DESTROY_IS_NO_TRIGGER)) {
                    fence.enableSignalling(); // RBW-014, RBW-018: a consumed fence triggers nothing
                }
            }
            if (banned && device().has(RBW_001_BANNED_VM_RUNS)) {
                queueRebind();
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

    /** Bans the VM and kills its queues ({@code xe_vm_kill()}); the VM lock is held for writing. */
    void kill() {
        banned = true;
        if (!device().has(RBW_011_QUEUES_SURVIVE)) {
            queues.forEach(ExecQueue::ban);
        }
    }

    /** Closes the VM for good and waits for a rebind worker that is queued: it sees the flag and does nothing (VMD-012). */
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
        if (preemptFenceMode()) {
            if (device().has(VMD_012_WORKER_AFTER_DESTROY) || device().has(EVT_021_DESTROYED_VM_POSTS)) {
                queueRebind();
            }
            rebind.flush();
        }
        mappings.close();
    }
}
