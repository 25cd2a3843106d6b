// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RestartDefect.VMR_011_BAN_STAYS_WITH_THE_ID;
import static xe.sim.driver.device.RestartDefect.VMR_011_PAUSE_STAYS_WITH_THE_ID;
import static xe.sim.driver.device.VmDefect.VMC_020_FIRST_ID_IS_2;
import static xe.sim.driver.device.VmDefect.VMC_021_IDS_CYCLIC;
import static xe.sim.driver.device.VmDefect.VMC_022_IDS_SHARED_BY_FILES;
import static xe.sim.driver.device.VmDefect.VMD_011_ID_KEPT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_017_FAULTS_SURVIVE;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import xe.sim.drm.IdTable;

/**
 * The VMs of an open file by id; the monitor of the table is the file's VM mutex.
 */
public final class VmTable {
    private final XeDevice device;
    private final IdTable<XeVm> vms = new IdTable<>();
    /** What the VMs that had these ids have recorded; only a defect looks at it. */
    private final Map<Integer, List<FaultList.VmFault>> leftovers = new HashMap<>();

    private final Map<Integer, XeVm> lastOfId = new HashMap<>();

    VmTable(XeDevice device) {
        this.device = device;
    }

    /** The VM with this id, null if there is none. The caller takes its own reference if it keeps it. */
    public synchronized @Nullable XeVm get(int id) {
        return vms.get(id);
    }

    /** Gives the VM the lowest free id from 1 (VMC-020) and the table's reference. */
    synchronized int add(XeVm vm) {
        int id = allocate(vm);
        List<FaultList.VmFault> old = leftovers.get(id);
        if (old != null && device.has(VGP_017_FAULTS_SURVIVE)) {
            old.forEach(vm.faults()::add);
        }
        return id;
    }

    private int allocate(XeVm vm) {
        if (device.has(VMC_022_IDS_SHARED_BY_FILES)) {
            int id = device.allVms().add(vm);
            vms.put(id, vm);
            return id;
        }
        if (device.has(VMC_021_IDS_CYCLIC)) {
            return vms.addLast(vm);
        }
        return vms.add(vm, device.has(VMC_020_FIRST_ID_IS_2) ? 2 : 1);
    }

    /** Takes the VM out; its id is free at once (VMD-011). */
    @CanIgnoreReturnValue
    public synchronized @Nullable XeVm remove(int id) {
        if (device.has(VMC_022_IDS_SHARED_BY_FILES)) {
            device.allVms().remove(id);
        }
        XeVm vm = device.has(VMD_011_ID_KEPT) ? vms.retire(id) : vms.remove(id);
        if (vm != null) {
            leftovers.put(id, vm.faults().snapshot());
        }
        return vm;
    }

    /** Those that are there, by id. */
    public synchronized List<XeVm> all() {
        return vms.values();
    }

    /** Whether the id was ever handed out. */
    public synchronized boolean used(int id) {
        return vms.used(id);
    }

    /** What was closed last under its id, for the defects that know a VM by that alone. */
    synchronized void remember(XeVm vm) {
        lastOfId.put(vm.id(), vm);
    }

    synchronized boolean inheritsPause(int id) {
        XeVm last = lastOfId.get(id);
        return last != null && last.rebindWorker().deactivated() && device.has(VMR_011_PAUSE_STAYS_WITH_THE_ID);
    }

    synchronized boolean inheritsBan(int id) {
        XeVm last = lastOfId.get(id);
        return last != null && last.banned() && device.has(VMR_011_BAN_STAYS_WITH_THE_ID);
    }

    synchronized List<XeVm> removeAll() {
        return vms.removeAll();
    }
}
