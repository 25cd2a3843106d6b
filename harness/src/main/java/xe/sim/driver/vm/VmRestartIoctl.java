// SPDX-License-Identifier: MIT
package xe.sim.driver.vm;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.RestartDefect.FEAT_003_ZEROED_GIVES_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_001_PAD_IGNORED;
import static xe.sim.driver.device.RestartDefect.VMR_002_RESERVED_IGNORED;
import static xe.sim.driver.device.RestartDefect.VMR_003_ID_ZERO_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_004_UNKNOWN_ID_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_005_OTHER_FILES_VM_FOUND;
import static xe.sim.driver.device.RestartDefect.VMR_006_FIRST_FILES_VM;
import static xe.sim.driver.device.RestartDefect.VMR_007_NON_LR_ACCEPTED;
import static xe.sim.driver.device.RestartDefect.VMR_008_FAULT_MODE_ACCEPTED;
import static xe.sim.driver.device.RestartDefect.VMR_009_BAN_BEFORE_FLAG;
import static xe.sim.driver.device.RestartDefect.VMR_009_FLAG_IGNORED;
import static xe.sim.driver.device.RestartDefect.VMR_010_KILLED_VM_EALREADY;
import static xe.sim.driver.device.RestartDefect.VMR_011_FRESH_VM_RESTARTS;
import static xe.sim.driver.device.RestartDefect.VMR_012_FRESH_VM_WITH_QUEUE_RESTARTS;
import static xe.sim.driver.device.RestartDefect.VMR_014_WITHOUT_QUEUE_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_017_FLAG_NOT_CLEARED;
import static xe.sim.driver.device.RestartDefect.VMR_018_BUSY_VM_RESTARTS;
import static xe.sim.driver.device.RestartDefect.VMR_021_FUTURE_TIMESTAMP_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_023_LINE_BEFORE_CHECKS;
import static xe.sim.driver.device.RestartDefect.VMR_030_WAITS_FOR_WORKER;
import static xe.sim.driver.device.RestartDefect.VMR_031_STRUCT_COPIED_BACK;
import static xe.sim.driver.device.RestartDefect.VMR_035_BOTH_WIN;
import static xe.sim.driver.device.RestartDefect.VMR_036_READ_ONLY_REFUSED;
import static xe.sim.driver.device.RestartDefect.VMR_037_LOOKUP_BEFORE_RESERVED;
import static xe.sim.driver.device.RestartDefect.VMR_039_RESTARTS_LIMITED;
import static xe.sim.driver.device.RestartDefect.VMR_042_VM_HELD_AFTER_EALREADY;
import static xe.sim.driver.device.RestartDefect.VMR_042_VM_HELD_AFTER_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_042_VM_HELD_AFTER_ENOENT;

import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;
import xe.sim.driver.device.Preemption;
import xe.sim.driver.device.RebindWorker;
import xe.sim.driver.device.RestartLatency;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.uapi.StructView;

/**
 * VM_RESTART ({@code xe_vm_restart_ioctl()}), checks R1 to R10.
 */
public final class VmRestartIoctl {
    private static final int RESTART_LIMIT = 4;

    private final XeDevice device;
    private final RestartLatency latency;
    private final PausedVms paused;

    public VmRestartIoctl(XeDevice device) {
        this.device = device;
        this.latency = new RestartLatency(device);
        this.paused = new PausedVms(device);
    }

    public long restart(XeFile file, StructView args) {
        if (device.has(VMR_036_READ_ONLY_REFUSED) && !file.writable()) {
            return EACCES.negated();
        }
        int id = args.getInt("vm_id");
        if (id == 0
                && args.get("pad") == 0
                && args.get("timestamp_ns") == 0
                && args.get("reserved") == 0
                && device.has(FEAT_003_ZEROED_GIVES_EINVAL)) {
            return EINVAL.negated();
        }
        long timestamp = args.get("timestamp_ns");
        if (timestamp != 0 && device.has(VMR_023_LINE_BEFORE_CHECKS)) {
            latency.log(id, timestamp, System.nanoTime());
        }
        boolean padBad = args.get("pad") != 0 && !device.has(VMR_001_PAD_IGNORED);
        boolean reservedBad = args.get("reserved") != 0 && !device.has(VMR_002_RESERVED_IGNORED);
        boolean late = reservedBad && lookup(file, id) == null && device.has(VMR_037_LOOKUP_BEFORE_RESERVED);
        if (padBad || (reservedBad && !late)) {
            return EINVAL.negated(); // R1
        }
        XeVm vm = lookup(file, id);
        if (vm == null) {
            return missing(id); // R2
        }
        long mode = mode(vm);
        long result = mode != 0 ? mode : restart(vm, args, timestamp);
        if (holds(result)) {
            vm.hold();
        }
        return result;
    }

    /** VMR-042. */
    private boolean holds(long result) {
        return (result == EINVAL.negated() && device.has(VMR_042_VM_HELD_AFTER_EINVAL))
                || (result == ENOENT.negated() && device.has(VMR_042_VM_HELD_AFTER_ENOENT))
                || (result == EALREADY.negated() && device.has(VMR_042_VM_HELD_AFTER_EALREADY));
    }

    private @Nullable XeVm lookup(XeFile file, int id) {
        if (device.has(VMR_006_FIRST_FILES_VM)) {
            XeVm first = device.vmOfAnyFile(id);
            return file.vms().get(id) == null ? null : first;
        }
        XeVm own = file.vms().get(id);
        return own == null && device.has(VMR_005_OTHER_FILES_VM_FOUND) ? device.vmOfAnyFile(id) : own;
    }

    private long missing(int id) {
        boolean hidden = id == 0 ? device.has(VMR_003_ID_ZERO_EINVAL) : device.has(VMR_004_UNKNOWN_ID_EINVAL);
        return hidden ? EINVAL.negated() : ENOENT.negated();
    }

    /** R3 and R4: 0 if the VM can be restarted at all. */
    private long mode(XeVm vm) {
        if (!vm.longRunning() && device.has(VMR_007_NON_LR_ACCEPTED)) {
            return EALREADY.negated();
        }
        if (vm.faultMode() && device.has(VMR_008_FAULT_MODE_ACCEPTED)) {
            return EALREADY.negated();
        }
        if (!vm.preemptFenceMode()) {
            return EINVAL.negated(); // R3
        }
        if (vm.restartable() || device.has(VMR_009_FLAG_IGNORED)) {
            return 0;
        }
        boolean banned = vm.banned() && device.has(VMR_009_BAN_BEFORE_FLAG);
        return banned ? ENOENT.negated() : EINVAL.negated(); // R4
    }

    private long restart(XeVm vm, StructView args, long timestamp) {
        RebindWorker worker = vm.rebindWorker();
        vm.lock().readLock().lock(); // R5
        try {
            if (vm.closedOrBanned()) { // R6
                return device.has(VMR_010_KILLED_VM_EALREADY) ? EALREADY.negated() : ENOENT.negated();
            }
            if (timestamp != 0) { // R7
                long now = System.nanoTime();
                if (timestamp - now > 0 && device.has(VMR_021_FUTURE_TIMESTAMP_EINVAL)) {
                    return EINVAL.negated();
                }
                latency.log(vm.id(), timestamp, now);
            }
            if (device.has(VMR_031_STRUCT_COPIED_BACK)) {
                args.set("timestamp_ns", System.nanoTime());
            }
            XeVm acted = paused.of(vm);
            if (!reactivate(acted)) {
                return notPaused(vm);
            }
            if (worker.restarts() > RESTART_LIMIT && device.has(VMR_039_RESTARTS_LIMITED)) {
                return EBUSY.negated();
            }
            paused.workersOf(acted).forEach(RebindWorker::queue); // R10
        } finally {
            vm.lock().readLock().unlock();
        }
        if (device.has(VMR_030_WAITS_FOR_WORKER)) {
            worker.flush();
            return worker.lastError() == Errno.OK ? 0 : worker.lastError().negated();
        }
        return 0;
    }

    /** R8 to R10: whether the flag was set; it is cleared. */
    private boolean reactivate(XeVm vm) {
        RebindWorker worker = vm.rebindWorker();
        if (vm.preemption().queuesGone() && device.has(VMR_014_WITHOUT_QUEUE_EINVAL)) {
            return false;
        }
        if (device.has(VMR_017_FLAG_NOT_CLEARED)) {
            return worker.deactivated();
        }
        if (device.has(VMR_035_BOTH_WIN)) {
            boolean was = worker.deactivated();
            device.machine().race().meet();
            worker.setDeactivated(false);
            return was;
        }
        return worker.takeDeactivated();
    }

    /** R9, and the defects that find a pause where there is none. */
    private long notPaused(XeVm vm) {
        Preemption preemption = vm.preemption();
        if (preemption.queuesGone() && device.has(VMR_014_WITHOUT_QUEUE_EINVAL)) {
            return EINVAL.negated();
        }
        if (!preemption.hadQueue() && device.has(VMR_011_FRESH_VM_RESTARTS)) {
            return 0;
        }
        if (preemption.queueCount() > 0
                && !vm.rebindWorker().ran()
                && device.has(VMR_012_FRESH_VM_WITH_QUEUE_RESTARTS)) {
            return 0;
        }
        if (!preemption.idle() && device.has(VMR_018_BUSY_VM_RESTARTS)) {
            return 0;
        }
        return EALREADY.negated(); // R9
    }
}
