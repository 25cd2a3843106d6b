// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EPERM;
import static xe.sim.driver.device.QueueGroupDefect.EQX_059_SECONDARY_TAKES_PROPERTIES;
import static xe.sim.driver.device.QueueGroupDefect.EQX_060_EARLIER_PROPERTIES_JUDGED;
import static xe.sim.driver.device.QueueGroupDefect.EQX_072_HIGHEST_FOR_ROOT_ALONE;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_001_UNKNOWN_PROPERTY_IGNORED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_010_UNKNOWN_PRIORITY_EPERM;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_011_PRIORITY_FOR_ALL;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_012_LOW_PRIORITY_REFUSED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_012_ROOT_REFUSED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_013_PRIORITY_1_REFUSED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_020_ROOT_ALONE_HAS_LIMITS;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_021_ROOT_WITHOUT_LIMITS;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_022_LOW_BITS_COMPARED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_023_NOT_FOR_BIND_QUEUES;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_030_NONE_NEEDS_PXP;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_031_UNKNOWN_TYPE_ENODEV;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_032_ABSENT_IGNORED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_040_ONE_PAGE_READ;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_041_SECOND_STATE_REPLACES;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_042_STATE_REFUSED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_061_TYPE_AND_GROUP_COMBINED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_070_PRIORITY_IN_GROUP_UNLIMITED;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_071_PRIORITY_WITHOUT_GROUP;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_080_FIX_ON_EVERY_CLASS;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_081_FIX_IS_A_BOOLEAN;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_PXP_TYPE_HWDRM;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_PXP_TYPE_NONE;

import xe.sim.driver.device.XeDevice;
import xe.sim.driver.extension.UserExtensions;
import xe.sim.driver.profile.EngineClass;

/**
 * The extension chain of EXEC_QUEUE_CREATE ({@code exec_queue_user_extensions()}).
 */
final class ExecQueueProperties {
    private static final long MAX_TIMESLICE_US = 10_000_000;
    private static final long HIGH_PRIORITY = 2;
    private static final int KIB = 1024;
    private static final int XE2 = 2000;
    private static final int XE3P_LPG = 3510;
    private static final long LOW_BITS = 0xffff_ffffL;

    private final XeDevice device;
    private final GroupProperty groups;

    ExecQueueProperties(XeDevice device) {
        this.device = device;
        this.groups = new GroupProperty(device);
    }

    /** What one chain has set so far. */
    private static final class Chain {
        private final NewQueue queue;
        private boolean hangReplay;
        private boolean ofPrimaries;
        private boolean pxp;
        private boolean queuePriority;

        Chain(NewQueue queue) {
            this.queue = queue;
        }

        int engineClass() {
            return queue.engineClass();
        }
    }

    /** Walks the chain at {@code first}: 0 or a negated errno. */
    long apply(long first, NewQueue queue) {
        Chain chain = new Chain(queue);
        long failed = UserExtensions.walk(device, first, (property, value) -> set(chain, property, value));
        if (failed != 0) {
            return failed;
        }
        boolean lost = chain.queuePriority && !queue.grouped();
        return lost && !device.has(EQX_071_PRIORITY_WITHOUT_GROUP) ? EINVAL.negated() : 0;
    }

    private long set(Chain chain, int property, long value) {
        chain.ofPrimaries |= property != DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP
                && property != DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
        if (chain.queue.secondary() && chain.ofPrimaries && !device.has(EQX_059_SECONDARY_TAKES_PROPERTIES)) {
            return EINVAL.negated();
        }
        return switch (property) {
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY -> priority(value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE -> timeslice(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE -> pxpType(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE -> hangReplayState(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP -> group(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY -> queuePriority(chain, value);
            case DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX -> stateCacheFix(chain, value);
            default -> device.has(EQX_001_UNKNOWN_PROPERTY_IGNORED) ? 0 : EINVAL.negated();
        };
    }

    private long priority(long value) {
        if (Long.compareUnsigned(value, HIGH_PRIORITY) > 0) {
            return device.has(EQX_010_UNKNOWN_PRIORITY_EPERM) ? EPERM.negated() : EINVAL.negated();
        }
        if (value == 0 && device.has(EQX_012_LOW_PRIORITY_REFUSED)) {
            return EPERM.negated();
        }
        boolean root = device.machine().task().root() && !device.has(EQX_012_ROOT_REFUSED);
        boolean allowed = value < HIGH_PRIORITY || root || device.has(EQX_011_PRIORITY_FOR_ALL);
        boolean off = value == 1 && device.has(EQX_013_PRIORITY_1_REFUSED);
        return allowed && !off ? 0 : EPERM.negated(); // EQX-011, EQX-013
    }

    /** EQX-020 to EQX-023; a bind queue has the limits of the copy class, which are those of all others. */
    private long timeslice(Chain chain, long us) {
        if (device.has(device.machine().task().root() ? EQX_021_ROOT_WITHOUT_LIMITS : EQX_020_ROOT_ALONE_HAS_LIMITS)) {
            return 0;
        }
        if (chain.engineClass() == EngineClass.VM_BIND && device.has(EQX_023_NOT_FOR_BIND_QUEUES)) {
            return EINVAL.negated();
        }
        long compared = device.has(EQX_022_LOW_BITS_COMPARED) ? us & LOW_BITS : us;
        return compared >= 1 && compared <= MAX_TIMESLICE_US ? 0 : EINVAL.negated();
    }

    private long pxpType(Chain chain, long value) {
        chain.pxp = true;
        if (chain.queue.grouped() && !device.has(EQX_061_TYPE_AND_GROUP_COMBINED)) {
            return EINVAL.negated();
        }
        if (value == DRM_XE_PXP_TYPE_NONE) {
            return device.has(EQX_030_NONE_NEEDS_PXP) ? ENODEV.negated() : 0;
        }
        if (value != DRM_XE_PXP_TYPE_HWDRM && !device.has(EQX_031_UNKNOWN_TYPE_ENODEV)) {
            return EINVAL.negated();
        }
        return device.has(EQX_032_ABSENT_IGNORED) ? 0 : ENODEV.negated(); // no profile has protected content
    }

    private long hangReplayState(Chain chain, long address) {
        if ((chain.hangReplay && !device.has(EQX_041_SECOND_STATE_REPLACES)) || device.has(EQX_042_STATE_REFUSED)) {
            return EINVAL.negated();
        }
        chain.hangReplay = true;
        int size = device.has(EQX_040_ONE_PAGE_READ) ? 4 * KIB : replaySize(chain.engineClass());
        return device.machine().memory().bytes(address, size) != null ? 0 : EFAULT.negated();
    }

    /** {@code xe_gt_lrc_hang_replay_size()}. */
    private int replaySize(int engineClass) {
        int version = device.profile().graphicsVersion();
        if (engineClass == EngineClass.RENDER.number()) {
            return (version >= XE3P_LPG ? 28 : version >= XE2 ? 12 : 52) * KIB;
        }
        if (engineClass == EngineClass.COMPUTE.number()) {
            return (version >= XE3P_LPG ? 20 : version >= XE2 ? 8 : 52) * KIB;
        }
        return 4 * KIB;
    }

    /** EQX-050 to EQX-061; what a queue got before it became a secondary is left alone (EQX-060). */
    private long group(Chain chain, long value) {
        if (chain.pxp && !device.has(EQX_061_TYPE_AND_GROUP_COMBINED)) {
            return EINVAL.negated();
        }
        long refused = groups.set(chain.queue, value);
        boolean judged = chain.queue.secondary() && chain.ofPrimaries && device.has(EQX_060_EARLIER_PROPERTIES_JUDGED);
        return refused == 0 && judged ? EINVAL.negated() : refused;
    }

    private long queuePriority(Chain chain, long value) {
        chain.queuePriority = true;
        boolean root = device.machine().task().root() || !device.has(EQX_072_HIGHEST_FOR_ROOT_ALONE);
        if (value == HIGH_PRIORITY && chain.queue.grouped() && !root) {
            return EPERM.negated();
        }
        boolean known = Long.compareUnsigned(value, HIGH_PRIORITY) <= 0;
        return known || device.has(EQX_070_PRIORITY_IN_GROUP_UNLIMITED) ? 0 : EINVAL.negated();
    }

    private long stateCacheFix(Chain chain, long value) {
        if (chain.engineClass() != EngineClass.RENDER.number() && !device.has(EQX_080_FIX_ON_EVERY_CLASS)) {
            return EOPNOTSUPP.negated();
        }
        boolean odd = value != 0 && value != 1 && device.has(EQX_081_FIX_IS_A_BOOLEAN);
        return odd ? EINVAL.negated() : 0; // EQX-081
    }
}
