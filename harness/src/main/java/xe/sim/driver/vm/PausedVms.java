// SPDX-License-Identifier: MIT
package xe.sim.driver.vm;

import static xe.sim.driver.device.RestartDefect.VMR_006_FIRST_FILES_WORKER;
import static xe.sim.driver.device.RestartDefect.VMR_041_ALL_VMS_RESTARTED;
import static xe.sim.driver.device.RestartDefect.VMR_041_NEWEST_VM_RESTARTED;
import static xe.sim.driver.device.RestartDefect.VMR_041_OLDEST_VM_RESTARTED;

import java.util.ArrayList;
import java.util.List;
import xe.sim.driver.device.RebindWorker;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeVm;

/**
 * The paused VMs of a file, among which VM_RESTART may only act on the one that is named (VMR-041).
 */
final class PausedVms {
    private final XeDevice device;

    PausedVms(XeDevice device) {
        this.device = device;
    }

    /** Whose pause ends: the VM's own. */
    XeVm of(XeVm named) {
        List<XeVm> paused = like(named);
        if (!paused.isEmpty() && device.has(VMR_041_OLDEST_VM_RESTARTED)) {
            return paused.getFirst();
        }
        return !paused.isEmpty() && device.has(VMR_041_NEWEST_VM_RESTARTED) ? paused.getLast() : named;
    }

    /** Which workers run next: the VM's own. */
    List<RebindWorker> workersOf(XeVm named) {
        List<RebindWorker> workers = new ArrayList<>();
        XeVm first = device.vmOfAnyFile(named.id());
        workers.add((first != null && device.has(VMR_006_FIRST_FILES_WORKER) ? first : named).rebindWorker());
        if (device.has(VMR_041_ALL_VMS_RESTARTED)) {
            like(named).stream()
                    .map(XeVm::rebindWorker)
                    .filter(RebindWorker::takeDeactivated)
                    .forEach(workers::add);
        }
        return workers;
    }

    private static List<XeVm> like(XeVm named) {
        return named.file().vms().all().stream()
                .filter(vm -> vm.rebindWorker().deactivated())
                .toList();
    }
}
