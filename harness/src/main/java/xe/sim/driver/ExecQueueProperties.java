// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EPERM;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_PXP_TYPE_NONE;

/**
 * The extension chain of EXEC_QUEUE_CREATE ({@code exec_queue_user_extensions()}).
 */
final class ExecQueueProperties {
    private static final long MAX_TIMESLICE_US = 10_000_000;
    private static final long HIGH_PRIORITY = 2;
    private static final int KIB = 1024;

    private final XeDevice device;

    ExecQueueProperties(XeDevice device) {
        this.device = device;
    }

    /** What one chain has set so far. */
    private static final class Chain {
        private final int engineClass;
        private boolean hangReplay;
        private boolean pxp;
        private boolean queuePriority;

        Chain(int engineClass) {
            this.engineClass = engineClass;
        }
    }

    /** Walks the chain at {@code first}: 0 or a negated errno. */
    long apply(long first, int engineClass) {
        Chain chain = new Chain(engineClass);
        long failed =
                UserExtensions.walk(device.machine().memory(), first, (property, value) -> set(chain, property, value));
        if (failed != 0) {
            return failed;
        }
        return chain.queuePriority ? EINVAL.negated() : 0; // EQX-071
    }

    private long set(Chain chain, int property, long value) {
        return switch (property) {
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY -> priority(value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE -> timeslice(value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE -> pxpType(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE -> hangReplayState(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP ->
                chain.pxp ? EINVAL.negated() : ENODEV.negated(); // EQX-061, EQX-050: no profile has multi-queue
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY -> queuePriority(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX ->
                chain.engineClass == EngineClass.RENDER.number() ? 0 : EOPNOTSUPP.negated(); // EQX-080, EQX-081
            default -> EINVAL.negated(); // EQX-001
        };
    }

    private long priority(long value) {
        if (Long.compareUnsigned(value, HIGH_PRIORITY) > 0) {
            return EINVAL.negated(); // EQX-010
        }
        boolean allowed = value < HIGH_PRIORITY || device.machine().task().root();
        return allowed ? 0 : EPERM.negated(); // EQX-011
    }

    private static long timeslice(long us) {
        return us >= 1 && us <= MAX_TIMESLICE_US ? 0 : EINVAL.negated(); // EQX-022
    }

    private static long pxpType(Chain chain, long value) {
        chain.pxp = true;
        if (value == DRM_XE_PXP_TYPE_NONE) {
            return 0; // EQX-030
        }
        return value == 1 ? ENODEV.negated() : EINVAL.negated(); // EQX-031, EQX-032
    }

    private long hangReplayState(Chain chain, long address) {
        if (chain.hangReplay) {
            return EINVAL.negated(); // EQX-041
        }
        chain.hangReplay = true;
        boolean readable = device.machine().memory().bytes(address, replaySize(chain.engineClass)) != null;
        return readable ? 0 : EFAULT.negated(); // EQX-040
    }

    /** {@code xe_gt_lrc_hang_replay_size()}. */
    private int replaySize(int engineClass) {
        boolean xe2 = device.profile().graphicsVersion() >= 2000;
        if (engineClass == EngineClass.RENDER.number()) {
            return (xe2 ? 12 : 52) * KIB;
        }
        if (engineClass == EngineClass.COMPUTE.number()) {
            return (xe2 ? 8 : 52) * KIB;
        }
        return 4 * KIB;
    }

    private static long queuePriority(Chain chain, long value) {
        chain.queuePriority = true;
        return Long.compareUnsigned(value, HIGH_PRIORITY) > 0 ? EINVAL.negated() : 0; // EQX-070
    }
}
