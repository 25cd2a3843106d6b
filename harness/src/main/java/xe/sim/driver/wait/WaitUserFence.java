// SPDX-License-Identifier: MIT
package xe.sim.driver.wait;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ETIME;
import static xe.kernel.Errno.ETIMEDOUT;
import static xe.sim.driver.exec.ExecDefect.RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS;
import static xe.sim.driver.exec.ExecDefect.RBW_020_WAIT_IGNORES_BAN;
import static xe.sim.driver.wait.WaitDefect.WUF_001_SECOND_PAD_IGNORED;
import static xe.sim.driver.wait.WaitDefect.WUF_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.wait.WaitDefect.WUF_003_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.wait.WaitDefect.WUF_004_UNKNOWN_OPERATOR_ACCEPTED;
import static xe.sim.driver.wait.WaitDefect.WUF_005_ALIGNMENT_IGNORED;
import static xe.sim.driver.wait.WaitDefect.WUF_006_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.wait.WaitDefect.WUF_008_UNREADABLE_EINVAL;
import static xe.sim.driver.wait.WaitDefect.WUF_010_GREATER_INCLUDES_EQUAL;
import static xe.sim.driver.wait.WaitDefect.WUF_011_COMPARED_AS_SIGNED;
import static xe.sim.driver.wait.WaitDefect.WUF_012_VALUE_NOT_MASKED;
import static xe.sim.driver.wait.WaitDefect.WUF_013_NO_MASK_MEANS_ALL;
import static xe.sim.driver.wait.WaitDefect.WUF_020_NO_TIME_GIVES_ETIMEDOUT;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_FLAG_ABSTIME;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_EQ;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_GT;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_GTE;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_LT;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_LTE;
import static xe.uapi.DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_NEQ;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.QueueGroupDefect;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.extension.ExtensionDefect;
import xe.sim.os.KernelLog;
import xe.sim.os.ProcessMaps;
import xe.uapi.StructView;

/**
 * WAIT_USER_FENCE ({@code xe_wait_user_fence_ioctl()}).
 *
 * <p>A store by the CPU wakes nobody (WUF-030): what wakes are user fences of binds and jobs, and bans.
 */
public final class WaitUserFence implements IoctlHandler {
    private static final long MILLISECOND = 1_000_000;
    private static final long WAITING = 1;

    @Override
    public long handle(XeFile file, StructView args) {
        if (nonZero(file.device(), args) || !known(file.device(), args)) {
            return EINVAL.negated();
        }
        ExecQueue queue = null;
        if (args.getInt("exec_queue_id") != 0) {
            queue = file.queues().get(args.getInt("exec_queue_id"));
            if (queue == null) {
                return file.device().has(WUF_006_UNKNOWN_QUEUE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
            }
        }
        XeDevice device = file.device();
        if (queue != null && queue.bind() && device.has(WaitDefect.WUF_007_BIND_QUEUE_REFUSED)) {
            return EINVAL.negated();
        }
        long start = System.nanoTime();
        boolean absolute = (args.get("flags") & DRM_XE_UFENCE_WAIT_FLAG_ABSTIME) != 0;
        long asked = args.get("timeout");
        if (absolute && asked >= 0 && refusesAbsolute(device, asked, start)) {
            return EINVAL.negated();
        }
        long budget = budget(device, args, absolute, start);
        long result = wait(device, args, queue, start, budget);
        if (absolute ? device.has(WaitDefect.WUF_024_ABSOLUTE_TIME_WRITTEN) : !keepsTimeout(device, result)) {
            args.set("timeout", Math.max(0, args.get("timeout") - (System.nanoTime() - start))); // WUF-021, WUF-022
        }
        return result;
    }

    private static boolean refusesAbsolute(XeDevice device, long asked, long now) {
        return asked == 0
                ? device.has(WaitDefect.WUF_026_NO_ABSOLUTE_TIME_GIVES_EINVAL)
                : asked < now && device.has(WaitDefect.WUF_025_PAST_GIVES_EINVAL);
    }

    /** No result does, on Linux (WUF-036). */
    private static boolean keepsTimeout(XeDevice device, long result) {
        return (result == 0 && device.has(WaitDefect.WUF_022_TIME_LEFT_NOT_TOLD))
                || (result == ETIME.negated() && device.has(WaitDefect.WUF_021_TIME_LEFT_AFTER_TIMEOUT))
                || (result == EFAULT.negated() && device.has(WaitDefect.WUF_036_ERROR_LEAVES_TIMEOUT));
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return (args.get("extensions") != 0 && !device.has(ExtensionDefect.EXT_014_WAIT_TAKES_EXTENSIONS))
                || args.get("pad") != 0
                || (args.get("pad2") != 0 && !device.has(WUF_001_SECOND_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(WUF_002_SECOND_RESERVED_IGNORED));
    }

    private static boolean known(XeDevice device, StructView args) {
        boolean flags = (args.get("flags") & ~DRM_XE_UFENCE_WAIT_FLAG_ABSTIME) == 0
                || device.has(WUF_003_UNKNOWN_FLAG_ACCEPTED);
        boolean op = args.get("op") <= DRM_XE_UFENCE_WAIT_OP_LTE || device.has(WUF_004_UNKNOWN_OPERATOR_ACCEPTED);
        return flags && op && (args.get("addr") % Long.BYTES == 0 || device.has(WUF_005_ALIGNMENT_IGNORED));
    }

    /** How long to wait in nanoseconds; what is negative means forever and is written back as such (WUF-027, WUF-028). */
    private static long budget(XeDevice device, StructView args, boolean absolute, long now) {
        long timeout = args.get("timeout");
        if (timeout < 0) {
            if (!absolute || !device.has(WaitDefect.WUF_028_NEGATIVE_ABSOLUTE_KEPT)) {
                boolean zero = !absolute && device.has(WaitDefect.WUF_027_NEGATIVE_BECOMES_ZERO);
                args.set("timeout", zero ? 0 : Long.MAX_VALUE);
            }
            return device.has(WaitDefect.WUF_029_NEGATIVE_IS_SHORT) ? MILLISECOND : Long.MAX_VALUE;
        }
        if (timeout == 0) {
            return 0; // WUF-026
        }
        if (absolute) {
            return Math.max(1, timeout - now);
        }
        return device.has(WaitDefect.WUF_023_MICROSECONDS) ? Math.max(1, timeout / 1000) : timeout;
    }

    private static long wait(XeDevice device, StructView args, @Nullable ExecQueue queue, long start, long budget) {
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        boolean polled = false;
        device.userFences().add(wake);
        try {
            while (true) {
                long result = look(device, args, queue, polled);
                if (result != WAITING) {
                    return result;
                }
                polled = true;
                if (device.closed()) {
                    return EINTR.negated();
                }
                long left = budget == Long.MAX_VALUE ? budget : budget - (System.nanoTime() - start);
                if (left <= 0) {
                    boolean timedOut = budget == 0 && device.has(WUF_020_NO_TIME_GIVES_ETIMEDOUT);
                    return timedOut ? ETIMEDOUT.negated() : ETIME.negated();
                }
                if (device.has(WaitDefect.WUF_030_STORE_WAKES)) {
                    left = Math.min(left, MILLISECOND);
                }
                if (woken.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return EINTR.negated(); // WUF-032
        } finally {
            device.userFences().remove(wake);
        }
    }

    /** The condition, then the queue: 0, a negated errno, or {@link #WAITING}. */
    private static long look(XeDevice device, StructView args, @Nullable ExecQueue queue, boolean again) {
        boolean banned = queue != null && failed(device, queue);
        if (banned && device.has(WaitDefect.WUF_041_BAN_BEFORE_CONDITION)) {
            return EIO.negated();
        }
        Long memory = read(device, args);
        if (memory == null) {
            if (again && device.has(WaitDefect.WUF_035_VANISHED_MEMORY_ETIME)) {
                return ETIME.negated();
            }
            return device.has(WUF_008_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
        }
        if (holds(device, args, memory)) {
            return 0;
        }
        boolean unseen = args.get("timeout") == 0 && device.has(WaitDefect.WUF_040_POLL_IGNORES_BAN);
        if (banned && !unseen) {
            device.log().printk(KernelLog.INFO, "exec queue reset detected");
            return EIO.negated(); // RBW-020
        }
        return WAITING;
    }

    private static @Nullable Long read(XeDevice device, StructView args) {
        long address = args.get("addr");
        if (args.get("mask") == 0 && device.has(WaitDefect.WUF_014_ONLY_MASKED_BYTES_READ)) {
            return 0L;
        }
        boolean buffer = device.has(WaitDefect.WUF_037_BUFFER_MEMORY_EFAULT)
                && ProcessMaps.protection(address, address + Long.BYTES) == Abi.PROT_NONE;
        return buffer ? null : device.machine().memory().getLong(address);
    }

    private static boolean failed(XeDevice device, ExecQueue queue) {
        if (queue.orphaned() && device.has(QueueGroupDefect.WUF_042_SECONDARY_IS_WAITED_FOR)) {
            return false;
        }
        if (queue.banned()) {
            return !device.has(RBW_020_WAIT_IGNORES_BAN);
        }
        return queue.vm().rebindWorker().deactivated() && device.has(RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS);
    }

    /** WUF-010 to WUF-013. */
    private static boolean holds(XeDevice device, StructView args, long memory) {
        long mask = args.get("mask");
        if (mask == 0 && device.has(WUF_013_NO_MASK_MEANS_ALL)) {
            mask = -1;
        }
        long value = device.has(WUF_012_VALUE_NOT_MASKED) ? args.get("value") : args.get("value") & mask;
        int order = device.has(WUF_011_COMPARED_AS_SIGNED)
                ? Long.compare(memory & mask, value)
                : Long.compareUnsigned(memory & mask, value);
        return switch (args.getInt("op")) {
            case DRM_XE_UFENCE_WAIT_OP_EQ -> order == 0;
            case DRM_XE_UFENCE_WAIT_OP_NEQ -> order != 0;
            case DRM_XE_UFENCE_WAIT_OP_GT -> order > (device.has(WUF_010_GREATER_INCLUDES_EQUAL) ? -1 : 0);
            case DRM_XE_UFENCE_WAIT_OP_GTE -> order >= 0;
            case DRM_XE_UFENCE_WAIT_OP_LT -> order < 0;
            default -> order <= 0;
        };
    }
}
