// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RebindDefect.EVT_006_POSTED_TO_ALL_FILES;
import static xe.sim.driver.device.RebindDefect.EVT_007_POSTED_TO_THE_PROCESS;
import static xe.sim.driver.device.RebindDefect.EVT_009_FIRST_VM;
import static xe.sim.driver.device.RebindDefect.EVT_009_GLOBAL_VM_ID;
import static xe.sim.driver.device.RebindDefect.EVT_009_NEWEST_VM;
import static xe.sim.driver.device.RebindDefect.EVT_009_PLACE_IN_THE_FILE;
import static xe.sim.driver.device.RebindDefect.EVT_010_POSITIVE_ERROR;
import static xe.sim.driver.device.RebindDefect.EVT_011_FIRST_TIMESTAMP_AGAIN;
import static xe.sim.driver.device.RebindDefect.EVT_011_TIMESTAMP_ZERO;
import static xe.sim.driver.device.RebindDefect.EVT_012_REALTIME;
import static xe.sim.driver.device.RebindDefect.EVT_014_MICROSECONDS;
import static xe.sim.driver.device.RebindDefect.EVT_015_TIMESTAMPS_DECREASE;
import static xe.sim.driver.device.RebindDefect.EVT_019_PAUSE_FLAG_IN_CODE;
import static xe.sim.driver.device.RebindDefect.FLT_027_ENOMEM_INJECTED;
import static xe.sim.driver.device.RebindDefect.RBW_029_NO_ERRNO;

import java.util.List;
import xe.kernel.Errno;

/**
 * The event that a failed run of the rebind worker posts ({@code xe_watch_queue_post_vm_err_event()}).
 */
final class VmErrorEvent {
    private static final int FLAG = 0x4000_0000;
    private static final int NS_PER_US = 1000;
    private static final int FIRST_NUMBER_THAT_IS_NO_ERRNO = 4096;

    private final XeVm vm;
    private final XeDevice device;

    VmErrorEvent(XeVm vm) {
        this.vm = vm;
        this.device = vm.device();
    }

    /** Posts to the pipes that are subscribed to the VM's own file (EVT-006). */
    void post(Errno error) {
        int code = code(error);
        int id = id();
        long timestamp = timestamp();
        if (device.has(EVT_006_POSTED_TO_ALL_FILES)) {
            device.files().forEach(file -> file.watches().postVmError(id, code, timestamp));
            return;
        }
        XeFile file = device.has(EVT_007_POSTED_TO_THE_PROCESS) ? device.files().getLast() : vm.file();
        file.watches().postVmError(id, code, timestamp);
    }

    /** The id in the file (EVT-009). */
    private int id() {
        List<XeVm> all = vm.file().vms().all();
        if (!all.isEmpty() && device.has(EVT_009_FIRST_VM)) {
            return all.getFirst().id();
        }
        if (!all.isEmpty() && device.has(EVT_009_NEWEST_VM)) {
            return all.getLast().id();
        }
        if (device.has(EVT_009_PLACE_IN_THE_FILE)) {
            return all.indexOf(vm) + 1;
        }
        return device.has(EVT_009_GLOBAL_VM_ID) ? vm.serial() : vm.id();
    }

    private int code(Errno error) {
        int code = (int) error.negated();
        if (device.has(EVT_010_POSITIVE_ERROR)) {
            return -code;
        }
        if (device.has(RBW_029_NO_ERRNO)) {
            return code - FIRST_NUMBER_THAT_IS_NO_ERRNO;
        }
        if (error == Errno.ENOSPC && device.has(FLT_027_ENOMEM_INJECTED)) {
            return (int) Errno.ENOMEM.negated();
        }
        return vm.restartable() && device.has(EVT_019_PAUSE_FLAG_IN_CODE) ? code ^ FLAG : code;
    }

    /** CLOCK_MONOTONIC when posting (EVT-011). */
    private long timestamp() {
        long now = device.has(EVT_011_FIRST_TIMESTAMP_AGAIN)
                ? vm.rebindWorker().firstErrorAt(System.nanoTime())
                : System.nanoTime();
        if (device.has(EVT_011_TIMESTAMP_ZERO)) {
            return 0;
        }
        if (device.has(EVT_012_REALTIME)) {
            return RestartLatency.realtimeNs();
        }
        if (device.has(EVT_015_TIMESTAMPS_DECREASE)) {
            return now - 1_000_000_000L * vm.rebindWorker().failures();
        }
        return device.has(EVT_014_MICROSECONDS) ? now / NS_PER_US : now;
    }
}
