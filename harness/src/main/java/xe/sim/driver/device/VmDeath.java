// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RebindDefect.RBW_011_FIRST_QUEUE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_011_IDLE_QUEUES_SURVIVE;
import static xe.sim.driver.device.RebindDefect.RBW_011_LAST_QUEUE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_011_QUEUES_OF_THE_FILE;
import static xe.sim.driver.device.RebindDefect.RBW_011_QUEUES_SURVIVE;
import static xe.sim.driver.device.RestartDefect.VMR_041_DESTROY_ENDS_OTHER_PAUSES;
import static xe.sim.driver.device.RestartDefect.VMR_041_KILL_ENDS_OTHER_PAUSES;
import static xe.sim.driver.device.SubscribeDefect.WQ_041_KILLED_VM_HOLDS_THE_FILE;

import java.util.List;

/**
 * What goes with a VM that is killed: its queues. And what goes, by a defect, with one that is killed or closed.
 */
final class VmDeath {
    private final XeVm vm;
    private final XeDevice device;

    VmDeath(XeVm vm) {
        this.vm = vm;
        this.device = vm.device();
    }

    /** The VM is killed: every LR queue of it is banned (RBW-011). */
    void ofQueues() {
        List<ExecQueue> queues = vm.preemption().queues();
        queues.stream().filter(queue -> !spared(queue, queues)).forEach(ExecQueue::ban);
        if (device.has(RBW_011_QUEUES_OF_THE_FILE)) {
            vm.file().queues().values().forEach(ExecQueue::ban);
        }
        if (device.has(WQ_041_KILLED_VM_HOLDS_THE_FILE)) {
            vm.hold();
        }
        if (device.has(VMR_041_KILL_ENDS_OTHER_PAUSES)) {
            endPauses();
        }
    }

    private boolean spared(ExecQueue queue, List<ExecQueue> queues) {
        return (queue != queues.getFirst() && device.has(RBW_011_FIRST_QUEUE_ONLY))
                || (queue != queues.getLast() && device.has(RBW_011_LAST_QUEUE_ONLY))
                || (queue.isIdle() && device.has(RBW_011_IDLE_QUEUES_SURVIVE))
                || device.has(RBW_011_QUEUES_SURVIVE);
    }

    /** The VM is closed, and its id is free. */
    void ofId() {
        vm.file().vms().remember(vm);
        if (device.has(VMR_041_DESTROY_ENDS_OTHER_PAUSES)) {
            endPauses();
        }
    }

    private void endPauses() {
        vm.file().vms().all().forEach(other -> other.rebindWorker().setDeactivated(false));
    }
}
