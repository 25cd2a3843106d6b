// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.ExhaustionDefect.RBW_040_EVICTION_DOES_NOT_PREEMPT;
import static xe.sim.driver.device.ExhaustionDefect.RBW_048_PAUSED_VM_LEAKS;
import static xe.sim.driver.device.RebindDefect.EVT_021_DESTROYED_VM_POSTS;
import static xe.sim.driver.device.RebindDefect.RBW_009_VM_BANNED_LAST;
import static xe.sim.driver.device.VmDefect.VMC_029_FAULT_MODE_HAS_PREEMPT_FENCES;
import static xe.sim.driver.device.VmDefect.VMD_012_WORKER_AFTER_DESTROY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_031_FAULTS_WITHOUT_USM;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_FAULT_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import xe.kernel.Errno;

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
    private final Userptrs userptrs;
    private final Preemption preemption = new Preemption(this);
    private final RebindWorker rebindWorker;
    private final AtomicInteger references = new AtomicInteger(1);

    private volatile int id;
    private volatile int serial;
    private volatile boolean closed;
    private volatile boolean banned;

    public XeVm(XeFile file, int flags) {
        this.file = file;
        this.flags = flags;
        this.faults = new FaultList(file.device());
        this.mappings = new VmMappings(this);
        this.userptrs = new Userptrs(this);
        this.rebindWorker = new RebindWorker(this);
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
        device().vms().add(this);
        id = file.vms().add(this);
        banned = file.vms().inheritsBan(id);
        if (file.vms().inheritsPause(id)) {
            rebindWorker.setDeactivated(true);
        }
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

    public Userptrs userptrs() {
        return userptrs;
    }

    public FaultList faults() {
        return faults;
    }

    /** Its LR queues. */
    public Preemption preemption() {
        return preemption;
    }

    public RebindWorker rebindWorker() {
        return rebindWorker;
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

    /** A buffer is about to be moved; whoever maps it learns of it here ({@code xe_bo_trigger_rebind()}). */
    void evicted(BufferObject buffer) {
        if (mappings.evict(buffer) && preemptFenceMode() && !device().has(RBW_040_EVICTION_DOES_NOT_PREEMPT)) {
            preemption.trigger();
        }
    }

    /** Brings evicted buffers back before a job runs; the VM lock is held for writing. Returns 0 or a negated errno. */
    public long revalidate() {
        return new Revalidation(this).run();
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

    /** Bans the VM and kills its queues ({@code xe_vm_kill()}); the VM lock is held for writing. */
    void kill() {
        boolean late = device().has(RBW_009_VM_BANNED_LAST);
        banned = !late;
        new VmDeath(this).ofQueues();
        if (late) {
            device().lateState().letOneCallIn(this);
            banned = true;
        }
    }

    /** Closes the VM for good and waits for a rebind worker that is queued: it sees the flag and does nothing (VMD-012). */
    public void close() {
        new VmDeath(this).ofId();
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
        if (preemptFenceMode()) {
            if (device().has(VMD_012_WORKER_AFTER_DESTROY) || device().has(EVT_021_DESTROYED_VM_POSTS)) {
                rebindWorker.queue();
            }
            rebindWorker.flush();
        }
        device().vms().remove(this);
        userptrs.close();
        if (rebindWorker.lastError() != Errno.ENOMEM || !device().has(RBW_048_PAUSED_VM_LEAKS)) {
            mappings.close();
        }
    }
}
