// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ETIME;
import static xe.kernel.Errno.ETIMEDOUT;
import static xe.sim.driver.ExecDefect.RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS;
import static xe.sim.driver.ExecDefect.RBW_020_WAIT_IGNORES_BAN;
import static xe.sim.driver.WaitDefect.WUF_001_SECOND_PAD_IGNORED;
import static xe.sim.driver.WaitDefect.WUF_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.WaitDefect.WUF_003_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.WaitDefect.WUF_004_UNKNOWN_OPERATOR_ACCEPTED;
import static xe.sim.driver.WaitDefect.WUF_005_ALIGNMENT_IGNORED;
import static xe.sim.driver.WaitDefect.WUF_006_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.WaitDefect.WUF_008_UNREADABLE_EINVAL;
import static xe.sim.driver.WaitDefect.WUF_010_GREATER_INCLUDES_EQUAL;
import static xe.sim.driver.WaitDefect.WUF_011_COMPARED_AS_SIGNED;
import static xe.sim.driver.WaitDefect.WUF_012_VALUE_NOT_MASKED;
import static xe.sim.driver.WaitDefect.WUF_013_NO_MASK_MEANS_ALL;
import static xe.sim.driver.WaitDefect.WUF_020_NO_TIME_GIVES_ETIMEDOUT;
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
import xe.sim.os.KernelLog;
import xe.uapi.StructView;

/**
 * WAIT_USER_FENCE ({@code xe_wait_user_fence_ioctl()}).
 *
 * <p>A store by the CPU wakes nobody (WUF-030): what wakes are user fences of binds and jobs, and bans.
 */
final class WaitUserFence implements IoctlHandler {
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
        long start = System.nanoTime();
        boolean absolute = (args.get("flags") & DRM_XE_UFENCE_WAIT_FLAG_ABSTIME) != 0;
        long budget = budget(args, absolute, start);
        long result = wait(file.device(), args, queue, start, budget);
        if (!absolute) {
            args.set("timeout", Math.max(0, args.get("timeout") - (System.nanoTime() - start))); // WUF-021, WUF-022
        }
        return result;
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return args.get("extensions") != 0
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
    private static long budget(StructView args, boolean absolute, long now) {
        long timeout = args.get("timeout");
        if (timeout < 0) {
            args.set("timeout", Long.MAX_VALUE);
            return Long.MAX_VALUE;
        }
        if (timeout == 0 || !absolute) {
            return timeout; // WUF-026
        }
        return Math.max(1, timeout - now);
    }

    private static long wait(XeDevice device, StructView args, @Nullable ExecQueue queue, long start, long budget) {
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        device.userFences().add(wake);
        try {
            while (true) {
                Long memory = device.machine().memory().getLong(args.get("addr"));
                if (memory == null) {
                    // WUF-035
                    return device.has(WUF_008_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
                }
                if (holds(device, args, memory)) {
                    return 0;
                }
                if (queue != null && failed(device, queue)) {
                    device.printk(KernelLog.INFO, "exec queue reset detected");
                    return EIO.negated(); // RBW-020
                }
                if (device.closed()) {
                    return EINTR.negated();
                }
                long left = budget == Long.MAX_VALUE ? budget : budget - (System.nanoTime() - start);
                if (left <= 0) {
                    boolean timedOut = budget == 0 && device.has(WUF_020_NO_TIME_GIVES_ETIMEDOUT);
                    return timedOut ? ETIMEDOUT.negated() : ETIME.negated();
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

    private static boolean failed(XeDevice device, ExecQueue queue) {
        if (queue.banned()) {
            return !device.has(RBW_020_WAIT_IGNORES_BAN);
        }
        return queue.vm().rebindDeactivated() && device.has(RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS);
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
