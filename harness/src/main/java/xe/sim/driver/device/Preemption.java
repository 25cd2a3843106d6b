// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENOSPC;
import static xe.sim.driver.device.RebindDefect.RBW_001_BANNED_VM_RUNS;
import static xe.sim.driver.device.RebindDefect.RBW_004_FIRST_QUEUE_DECIDES;
import static xe.sim.driver.device.RebindDefect.RBW_004_LAST_QUEUE_DECIDES;
import static xe.sim.driver.device.RebindDefect.RBW_014_LAST_QUEUE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_014_QUEUE_DESTROY_IS_NO_TRIGGER;
import static xe.sim.driver.device.RebindDefect.RBW_027_QUEUE_CREATE_DOES_NOT_RETRY;
import static xe.sim.driver.device.RebindDefect.RBW_030_FAULT_MODE_POSTS;
import static xe.sim.driver.device.VmDefect.VMD_005_ALL_QUEUES_COUNT;
import static xe.sim.driver.device.VmDefect.VMD_006_BIND_QUEUES_COUNT;
import static xe.sim.driver.device.VmDefect.VMD_007_BUSY_AFTER_QUEUE_DESTROY;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The LR queues of a VM and their preempt fences ({@code vm->preempt}): how they are taken off the engines when mappings
 * change. The list changes with the VM's lock held for writing.
 */
public final class Preemption {
    private final XeVm vm;
    private final List<ExecQueue> queues = new CopyOnWriteArrayList<>();
    private final AtomicInteger queueCount = new AtomicInteger();
    private volatile boolean hadQueue;

    Preemption(XeVm vm) {
        this.vm = vm;
    }

    /** {@code preempt.exec_queues}. */
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

    /** Whether it had queues, and has none. */
    public boolean queuesGone() {
        return hadQueue && queueCount() == 0;
    }

    /** Whether no LR queue has anything to run: true without queues ({@code xe_vm_is_idle()}). */
    public boolean idle() {
        if (!queues.isEmpty() && vm.device().has(RBW_004_FIRST_QUEUE_DECIDES)) {
            return queues.getFirst().isIdle();
        }
        if (!queues.isEmpty() && vm.device().has(RBW_004_LAST_QUEUE_DECIDES)) {
            return queues.getLast().isIdle();
        }
        return queues.stream().allMatch(ExecQueue::isIdle);
    }

    /** Registers a new queue: {@code xe_vm_add_compute_exec_queue()} in preempt-fence mode, else nothing (VMD-005). */
    public void add(ExecQueue queue) {
        if (!counted(queue)) {
            return;
        }
        vm.lock().writeLock().lock();
        try {
            queueCount.incrementAndGet();
            if (queue.bind() || !vm.preemptFenceMode()) {
                return;
            }
            hadQueue = true;
            boolean preempting = vm.userptrs().needsRepin() || fencesWaiting();
            PreemptFence fence = new PreemptFence(queue);
            queue.setFence(fence);
            queues.add(queue);
            if (preempting && !vm.device().has(RBW_027_QUEUE_CREATE_DOES_NOT_RETRY)) {
                fence.enableSignalling(); // RBW-027
            }
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    private boolean counted(ExecQueue queue) {
        if (queue.bind()) {
            return vm.device().has(VMD_006_BIND_QUEUES_COUNT); // VMD-006
        }
        return vm.preemptFenceMode() || vm.device().has(VMD_005_ALL_QUEUES_COUNT);
    }

    /** Forgets a queue: {@code xe_vm_remove_compute_exec_queue()}. */
    void remove(ExecQueue queue) {
        if (!counted(queue)) {
            return;
        }
        vm.lock().writeLock().lock();
        try {
            if (!vm.device().has(VMD_007_BUSY_AFTER_QUEUE_DESTROY)) {
                queueCount.decrementAndGet();
            }
            queues.remove(queue);
            PreemptFence fence = queue.fence();
            if (fence != null) {
                queue.setFence(null);
                boolean missed = !queues.isEmpty() && vm.device().has(RBW_014_LAST_QUEUE_ONLY);
                if (!missed && !vm.device().has(RBW_014_QUEUE_DESTROY_IS_NO_TRIGGER)) {
                    fence.enableSignalling(); // RBW-014, RBW-018: a consumed fence triggers nothing
                }
            }
            if (vm.banned() && vm.device().has(RBW_001_BANNED_VM_RUNS)) {
                vm.rebindWorker().queue();
            }
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    /**
     * Asks every queue of the VM off its engine: enables signalling of all armed preempt fences. Returns at once; the rebind
     * worker runs when the fences have signalled (RBW-014).
     */
    public void trigger() {
        if (!vm.preemptFenceMode()) {
            if (vm.device().has(RBW_030_FAULT_MODE_POSTS)) {
                new RebindFailure(vm).post(ENOSPC);
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

    /** {@link #trigger}, and waits until no queue runs on the VM's mappings any more. */
    void triggerAndWait() {
        trigger();
        for (ExecQueue queue : queues) {
            PreemptFence fence = queue.fence();
            if (fence != null) {
                fence.await();
            }
        }
    }

    /** Whether a fence is being signalled, or was and is consumed. */
    boolean fencesWaiting() {
        for (ExecQueue queue : queues) {
            PreemptFence fence = queue.fence();
            if (fence == null || fence.signalling()) {
                return true;
            }
        }
        return false;
    }
}
