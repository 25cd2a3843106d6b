// SPDX-License-Identifier: MIT
package xe.sim.driver.madvise;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.PurgeDefect.MAD_052_ANSWER_REQUIRED;
import static xe.sim.driver.device.PurgeDefect.MAD_053_BAD_ANSWER_IGNORED;
import static xe.sim.driver.device.PurgeDefect.MAD_054_OLD_ANSWER_IGNORED;
import static xe.sim.driver.device.PurgeDefect.MAD_055_LOST_ANSWER_IGNORED;
import static xe.sim.driver.device.PurgeDefect.MAD_056_ANSWER_MUST_BE_ALIGNED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_001_UNKNOWN_VM_ENOENT;
import static xe.uapi.DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE;

import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.uapi.StructView;

/**
 * MADVISE ({@code xe_vm_madvise_ioctl()}).
 */
public final class Madvise implements IoctlHandler {
    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        XeVm vm = file.vms().get(args.getInt("vm_id"));
        if (vm == null) {
            return device.has(MAD_001_UNKNOWN_VM_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        if (!new MadviseArguments(device, args).sane()) {
            return EINVAL.negated();
        }
        boolean purge = args.getInt("type") == DRM_XE_VMA_ATTR_PURGEABLE_STATE;
        long answer = purge ? args.get("purge_state_val.retained_ptr") : 0;
        long refused = purge ? checkAnswer(device, answer) : 0;
        if (refused != 0) {
            return refused;
        }
        MadviseRun run = new MadviseRun(vm, args);
        vm.lock().writeLock().lock();
        try {
            refused = run.run();
        } finally {
            vm.lock().writeLock().unlock();
        }
        return refused != 0 || answer == 0 ? refused : tell(device, answer, run.retained());
    }

    /** Where the answer goes there must be a zero (MAD-052 to MAD-054, MAD-056). */
    private static long checkAnswer(XeDevice device, long answer) {
        if (answer == 0) {
            return device.has(MAD_052_ANSWER_REQUIRED) ? EINVAL.negated() : 0;
        }
        if (answer % Integer.BYTES != 0 && device.has(MAD_056_ANSWER_MUST_BE_ALIGNED)) {
            return EINVAL.negated();
        }
        Integer before = device.machine().memory().getInt(answer);
        if (before == null) {
            return device.has(MAD_053_BAD_ANSWER_IGNORED) ? 0 : EFAULT.negated();
        }
        return before == 0 || device.has(MAD_054_OLD_ANSWER_IGNORED) ? 0 : EINVAL.negated();
    }

    /** MAD-055, MAD-057: the state has changed by now, whether the answer can be written or not. */
    private static long tell(XeDevice device, long answer, boolean retained) {
        boolean written = device.machine().memory().putInt(answer, retained ? 1 : 0);
        boolean readable = device.machine().memory().getInt(answer) != null;
        boolean silent = device.has(readable ? MAD_055_LOST_ANSWER_IGNORED : MAD_053_BAD_ANSWER_IGNORED);
        return written || silent ? 0 : EFAULT.negated();
    }
}
