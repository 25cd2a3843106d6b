// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.kernel.Errno;

/**
 * One run of a VM's rebind worker ({@code preempt_rebind_work_func()}).
 */
final class RebindRun {
    private final XeVm vm;

    RebindRun(XeVm vm) {
        this.vm = vm;
    }

    void run() {
        vm.lock().writeLock().lock();
        try {
            if (vm.closedOrBanned()) {
                return; // RBW-001
            }
            Errno error = rebind();
            if (error != Errno.OK) {
                vm.kill();
            }
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    private Errno rebind() {
        long pinned = vm.mappings().needsRepin() ? vm.mappings().repin() : 0;
        if (pinned != 0) {
            return Errno.of((int) -pinned);
        }
        if (vm.queues().stream().allMatch(ExecQueue::isIdle)) {
            vm.setRebindDeactivated(true); // RBW-004
            return Errno.OK;
        }
        return Errno.OK;
    }
}
