// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.OK;
import static xe.sim.driver.device.RebindDefect.EVT_021_DESTROYED_VM_POSTS;
import static xe.sim.driver.device.RebindDefect.FLT_037_INJECTED_ENOMEM_RETRIED;
import static xe.sim.driver.device.RebindDefect.RBW_001_BANNED_VM_RUNS;
import static xe.sim.driver.device.RebindDefect.RBW_004_IDLE_VM_REBOUND;
import static xe.sim.driver.device.RebindDefect.RBW_006_RESET_QUEUE_FAILS_RUN;
import static xe.sim.driver.device.RebindDefect.RBW_008_REBIND_SKIPPED;
import static xe.sim.driver.device.RebindDefect.RBW_012_FIRST_QUEUE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_012_LAST_QUEUE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_012_QUEUES_STAY_SUSPENDED;
import static xe.sim.driver.device.RebindDefect.RBW_013_EVENT_WHEN_IDLE;
import static xe.sim.driver.device.RebindDefect.RBW_015_PAUSED_WORKER_SLEEPS;
import static xe.sim.driver.device.RestartDefect.VMR_013_LAST_QUEUE_GONE_EALREADY;
import static xe.sim.driver.device.RestartDefect.VMR_015_IDLE_QUEUES_EALREADY;
import static xe.sim.driver.device.RestartDefect.VMR_020_SUCCESS_CLEARS_PAUSE;
import static xe.sim.driver.device.RestartDefect.VMR_038_IDLE_AFTER_PAUSE_POSTS;
import static xe.sim.driver.device.VmDefect.VMD_012_WORKER_AFTER_DESTROY;

import java.util.List;
import xe.kernel.Errno;

/**
 * One run of a VM's rebind worker ({@code preempt_rebind_work_func()}).
 */
final class RebindRun {
    private final XeVm vm;
    private final XeDevice device;
    private final RebindWorker worker;
    private final Preemption preemption;
    private final RebindFailure failure;

    RebindRun(XeVm vm) {
        this.vm = vm;
        this.device = vm.device();
        this.worker = vm.rebindWorker();
        this.preemption = vm.preemption();
        this.failure = new RebindFailure(vm);
    }

    void run() {
        worker.clearLate();
        vm.lock().writeLock().lock();
        try {
            if (vm.closedOrBanned()) {
                goneOrBanned(); // RBW-001
                return;
            }
            if (worker.deactivated() && device.has(RBW_015_PAUSED_WORKER_SLEEPS)) {
                return;
            }
            worker.begun();
            Errno error = rebind();
            while (error == EAGAIN) {
                error = rebind(); // RBW-008
            }
            if (error == ENOMEM && device.has(FLT_037_INJECTED_ENOMEM_RETRIED)) {
                error = rebind();
            }
            if (error != OK) {
                failure.handle(error);
            }
            worker.ended(error);
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    private void goneOrBanned() {
        if (vm.banned() && device.has(RBW_001_BANNED_VM_RUNS)) {
            failure.post(ENOENT);
        }
        if (!vm.closed()) {
            return;
        }
        if (device.has(VMD_012_WORKER_AFTER_DESTROY) || device.has(EVT_021_DESTROYED_VM_POSTS)) {
            failure.post(ENOENT);
        }
    }

    private Errno rebind() {
        if (injected(RebindStep.BEGUN)) {
            return ENOSPC;
        }
        Userptrs userptrs = vm.userptrs();
        if (userptrs.needsRepin()) {
            long pinned = userptrs.repin(); // RBW-003: before the idle test
            if (pinned != 0) {
                return Errno.of((int) -pinned);
            }
        }
        if (preemption.idle() && !device.has(RBW_004_IDLE_VM_REBOUND)) {
            return deactivate(); // RBW-004
        }
        if (!preemption.fencesWaiting()) {
            return OK; // RBW-005
        }
        Errno waited = waitForFences();
        if (waited != OK) {
            return waited;
        }
        if (injected(RebindStep.FENCES_DONE)) {
            return ENOSPC;
        }
        long rebound = device.has(RBW_008_REBIND_SKIPPED) ? 0 : new Revalidation(vm).run();
        if (rebound != 0) {
            return Errno.of((int) -rebound);
        }
        if (injected(RebindStep.REBOUND)) {
            return ENOSPC; // FLT-025, FLT-027
        }
        if (userptrs.needsRepin()) {
            return EAGAIN; // RBW-008
        }
        succeed();
        return OK;
    }

    private Errno deactivate() {
        boolean skipped = device.has(
                preemption.queues().isEmpty() ? VMR_013_LAST_QUEUE_GONE_EALREADY : VMR_015_IDLE_QUEUES_EALREADY);
        if (!skipped) {
            worker.setDeactivated(true);
        }
        if (device.has(RBW_013_EVENT_WHEN_IDLE)) {
            failure.post(OK);
        }
        if (worker.lastError() != OK && device.has(VMR_038_IDLE_AFTER_PAUSE_POSTS)) {
            failure.post(worker.lastError());
        }
        return OK;
    }

    /** Waits until every queue is off its engine, and consumes the fences (RBW-006). */
    private Errno waitForFences() {
        for (ExecQueue queue : preemption.queues()) {
            PreemptFence fence = queue.fence();
            if (fence == null) {
                continue;
            }
            Errno error = fence.await();
            if (queue.banned() && device.has(RBW_006_RESET_QUEUE_FAILS_RUN)) {
                error = Errno.ETIME;
            }
            if (error != OK) {
                return error;
            }
            queue.setFence(null);
        }
        return OK;
    }

    private boolean injected(RebindStep step) {
        return device.injectedFaults().failsRebind(vm, step);
    }

    /** New fences, and the queues run again (RBW-012). */
    private void succeed() {
        List<ExecQueue> queues = preemption.queues();
        for (ExecQueue queue : queues) {
            queue.setFence(new PreemptFence(queue));
            boolean missed = (queue != queues.getFirst() && device.has(RBW_012_FIRST_QUEUE_ONLY))
                    || (queue != queues.getLast() && device.has(RBW_012_LAST_QUEUE_ONLY));
            if (!missed && !device.has(RBW_012_QUEUES_STAY_SUSPENDED)) {
                queue.resume();
            }
        }
        if (vm.mappings().anyEvicted() && !device.has(RBW_008_REBIND_SKIPPED)) {
            preemption.trigger(); // since the last look, when nobody could see the new fences
        }
        if (device.has(VMR_020_SUCCESS_CLEARS_PAUSE)) {
            worker.setDeactivated(false);
        }
    }
}
