// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.device.RestartDefect.FEAT_001_NULL_GIVES_EINVAL;
import static xe.sim.driver.device.RestartDefect.FEAT_002_NULL_GIVES_EINVAL_TOO;
import static xe.sim.driver.device.RestartDefect.VMR_031_STRUCT_COPIED_BACK;
import static xe.sim.driver.device.RestartDefect.VMR_032_SHORT_STRUCT_EINVAL;
import static xe.sim.driver.device.RestartDefect.VMR_033_LONG_TAIL_E2BIG;
import static xe.sim.driver.device.RestartDefect.VMR_034_WEDGED_RESTARTS;
import static xe.sim.driver.device.SubscribeDefect.WQ_030_STRUCT_COPIED_BACK;
import static xe.sim.driver.device.SubscribeDefect.WQ_034_WEDGED_SUBSCRIBES;
import static xe.sim.driver.device.VmDefect.VMC_026_EFAULT_UNDOES_CREATION;
import static xe.sim.drm.CoreDefect.CORE_001_WEDGED_DEVICE_ANSWERS;
import static xe.sim.drm.CoreDefect.CORE_037_SILENT_ARGUMENT_CHECKS;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;
import static xe.uapi.DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE;

import java.util.Locale;
import java.util.Set;
import xe.kernel.Ioc;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * What the driver adds to the core's way through an ioctl: the debug line of a refused argument, and room for defects.
 */
final class ErrnoRules {
    private static final Set<Long> REFUSALS =
            Set.of(EINVAL.negated(), ENOENT.negated(), EOPNOTSUPP.negated(), EBUSY.negated());

    private final XeDevice device;

    ErrnoRules(XeDevice device) {
        this.device = device;
    }

    /** Whether a wedged device lets this call through; none, on Linux (CORE-001). */
    boolean answersWedged(int request) {
        if (Ioc.number(request) == number(DRM_IOCTL_XE_VM_RESTART)) {
            return device.has(VMR_034_WEDGED_RESTARTS);
        }
        if (Ioc.number(request) == number(DRM_IOCTL_XE_WATCH_QUEUE)) {
            return device.has(WQ_034_WEDGED_SUBSCRIBES);
        }
        return Ioc.number(request) < Ioctl.DRM_COMMAND_BASE && device.has(CORE_001_WEDGED_DEVICE_ANSWERS);
    }

    long checkRequest(Ioctl ioctl, int request, long argument) {
        if (ioctl.request() != DRM_IOCTL_XE_VM_RESTART.request()) {
            return 0;
        }
        int size = Ioc.size(request);
        int whole = ioctl.struct().size();
        if (size < whole && device.has(VMR_032_SHORT_STRUCT_EINVAL)) {
            return EINVAL.negated();
        }
        if (size > whole && device.has(VMR_033_LONG_TAIL_E2BIG)) {
            byte[] bytes = device.machine().memory().bytes(argument, size);
            for (int i = whole; bytes != null && i < size; i++) {
                if (bytes[i] != 0) {
                    return E2BIG.negated();
                }
            }
        }
        return 0;
    }

    long badPointer(Ioctl ioctl, long argument) {
        boolean restart =
                ioctl.equals(DRM_IOCTL_XE_VM_RESTART) && argument == 0 && device.has(FEAT_001_NULL_GIVES_EINVAL);
        boolean watch =
                ioctl.equals(DRM_IOCTL_XE_WATCH_QUEUE) && argument == 0 && device.has(FEAT_002_NULL_GIVES_EINVAL_TOO);
        return restart || watch ? EINVAL.negated() : EFAULT.negated();
    }

    int extraOut(Ioctl ioctl) {
        boolean restart = ioctl.equals(DRM_IOCTL_XE_VM_RESTART) && device.has(VMR_031_STRUCT_COPIED_BACK);
        boolean watch = ioctl.equals(DRM_IOCTL_XE_WATCH_QUEUE) && device.has(WQ_030_STRUCT_COPIED_BACK);
        return restart || watch ? ioctl.struct().size() : 0;
    }

    void copyOutFailed(XeFile file, StructView args, Ioctl ioctl) {
        if (ioctl.equals(DRM_IOCTL_XE_VM_CREATE) && device.has(VMC_026_EFAULT_UNDOES_CREATION)) {
            XeVm vm = file.vms().remove(args.getInt("vm_id"));
            if (vm != null) {
                vm.close();
                vm.drop();
            }
        }
    }

    /** {@code XE_IOCTL_DBG()}: the only trace of a refused argument (CORE-037). */
    void logRefusal(Ioctl ioctl, long result) {
        boolean driver = Ioc.number(ioctl.request()) >= Ioctl.DRM_COMMAND_BASE;
        if (driver && REFUSALS.contains(result) && !device.has(CORE_037_SILENT_ARGUMENT_CHECKS)) {
            String function = "xe_" + ioctl.shortName().toLowerCase(Locale.ROOT) + "_ioctl";
            device.log().debug(function, "Ioctl argument check failed");
        }
    }

    private static int number(Ioctl ioctl) {
        return Ioc.number(ioctl.request());
    }
}
