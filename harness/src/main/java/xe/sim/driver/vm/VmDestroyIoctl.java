// SPDX-License-Identifier: MIT
package xe.sim.driver.vm;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.VmDefect.BUG_01_ID_WRITTEN_AFTER_PUBLISH;
import static xe.sim.driver.device.VmDefect.VMD_001_PAD_IGNORED;
import static xe.sim.driver.device.VmDefect.VMD_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.device.VmDefect.VMD_003_UNKNOWN_ID_EINVAL;
import static xe.sim.driver.device.VmDefect.VMD_004_BUSY_VM_DESTROYED;
import static xe.sim.driver.device.VmDefect.VMD_008_BANNED_VM_DESTROYED;
import static xe.sim.driver.device.VmDefect.VMD_009_BANNED_VM_STAYS;
import static xe.sim.driver.device.VmDefect.VMD_010_PAUSED_VM_DESTROYED;
import static xe.sim.driver.device.VmDefect.VMD_013_SECOND_DESTROY_SUCCEEDS;
import static xe.sim.driver.device.VmDefect.VMD_014_CONCURRENT_DESTROY_BOTH_WIN;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.uapi.StructView;

/**
 * VM_DESTROY ({@code xe_vm_destroy_ioctl()}).
 */
public final class VmDestroyIoctl {
    private final XeDevice device;

    public VmDestroyIoctl(XeDevice device) {
        this.device = device;
    }

    public long destroy(XeFile file, StructView args) {
        if (args.get("pad") != 0 && !device.has(VMD_001_PAD_IGNORED)) {
            return EINVAL.negated();
        }
        if (args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(VMD_002_SECOND_RESERVED_IGNORED))) {
            return EINVAL.negated();
        }
        int id = args.getInt("vm_id");
        XeVm vm = device.has(VMD_014_CONCURRENT_DESTROY_BOTH_WIN) ? lookedUpTooEarly(file, id) : null;
        synchronized (file.vms()) {
            vm = vm == null ? file.vms().get(id) : vm;
            if (vm == null) {
                return missing(file, id);
            }
            if (busy(vm)) {
                return EBUSY.negated(); // VMD-004
            }
            file.vms().remove(id);
        }
        vm.close();
        vm.drop();
        if (device.has(BUG_01_ID_WRITTEN_AFTER_PUBLISH)) {
            device.machine().race().meet();
        }
        return 0;
    }

    /** The VM as it was before the file's mutex was taken, which lets another thread find it too. */
    private @Nullable XeVm lookedUpTooEarly(XeFile file, int id) {
        XeVm vm = file.vms().get(id);
        device.machine().race().meet();
        return vm;
    }

    private long missing(XeFile file, int id) {
        boolean used = file.vms().used(id);
        if (used && device.has(VMD_013_SECOND_DESTROY_SUCCEEDS)) {
            return 0;
        }
        return !used && device.has(VMD_003_UNKNOWN_ID_EINVAL) ? EINVAL.negated() : ENOENT.negated();
    }

    private boolean busy(XeVm vm) {
        if (device.has(VMD_009_BANNED_VM_STAYS) && settled(vm, XeVm::banned)) {
            return true;
        }
        boolean forgotten = device.has(VMD_004_BUSY_VM_DESTROYED)
                || (device.has(VMD_008_BANNED_VM_DESTROYED) && settled(vm, XeVm::banned))
                || (device.has(VMD_010_PAUSED_VM_DESTROYED)
                        && settled(vm, paused -> paused.rebindWorker().deactivated()));
        return vm.preemption().queueCount() > 0 && !forgotten;
    }

    /** A state behind the worker's run that is about to change it, if its event was posted already. */
    private static boolean settled(XeVm vm, Predicate<XeVm> state) {
        vm.lock().readLock().lock();
        try {
            return state.test(vm);
        } finally {
            vm.lock().readLock().unlock();
        }
    }
}
