// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EPERM;
import static xe.sim.driver.device.QueueGroupDefect.EQG_006_SECONDARY_SURVIVES;
import static xe.sim.driver.device.QueueGroupDefect.EQS_006_KILLED_GROUP_REFUSES;
import static xe.sim.driver.device.QueueGroupDefect.EQS_006_SAME_PRIORITY_REFUSED;
import static xe.sim.driver.device.RebindDefect.RBW_026_BAN_NEVER_SHOWS;
import static xe.sim.driver.queue.QueueDefect.EQD_001_PAD_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQD_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQD_003_UNKNOWN_ID_EINVAL;
import static xe.sim.driver.queue.QueueDefect.EQD_004_SECOND_DESTROY_SUCCEEDS;
import static xe.sim.driver.queue.QueueDefect.EQD_006_VM_GONE_ENOENT;
import static xe.sim.driver.queue.QueueDefect.EQG_001_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQG_002_PROPERTY_BEFORE_LOOKUP;
import static xe.sim.driver.queue.QueueDefect.EQG_003_UNKNOWN_PROPERTY_READS_ZERO;
import static xe.sim.driver.queue.QueueDefect.EQG_004_HEALTHY_QUEUE_BANNED;
import static xe.sim.driver.queue.QueueDefect.EQG_005_FAULT_IS_NO_BAN;
import static xe.sim.driver.queue.QueueDefect.EQS_001_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQS_002_LOOKUP_BEFORE_PROPERTY;
import static xe.sim.driver.queue.QueueDefect.EQS_003_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.queue.QueueDefect.EQS_004_LARGE_PRIORITY_EPERM;
import static xe.sim.driver.queue.QueueDefect.EQS_005_QUEUE_WITHOUT_GROUP_ACCEPTED;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueGetProperty.DRM_XE_EXEC_QUEUE_GET_PROPERTY_BAN;

import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.LifetimeDefect;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.extension.ExtensionDefect;
import xe.uapi.StructView;

/**
 * EXEC_QUEUE_DESTROY, EXEC_QUEUE_GET_PROPERTY and EXEC_QUEUE_SET_PROPERTY.
 */
public final class ExecQueueIoctls {
    private static final long MAX_PRIORITY = 2;

    private final XeDevice device;

    public ExecQueueIoctls(XeDevice device) {
        this.device = device;
    }

    public long destroy(XeFile file, StructView args) {
        if (args.get("pad") != 0 && !device.has(EQD_001_PAD_IGNORED)) {
            return EINVAL.negated();
        }
        if (reserved(args, EQD_002_SECOND_RESERVED_IGNORED)) {
            return EINVAL.negated();
        }
        int id = args.getInt("exec_queue_id");
        ExecQueue known = file.queues().get(id);
        boolean orphan = known != null && known.vm().closed();
        boolean gone = orphan
                && (device.has(EQD_006_VM_GONE_ENOENT)
                        || (known.bind() && device.has(LifetimeDefect.LIF_009_BIND_QUEUE_ENDS_WITH_VM)));
        if (gone) {
            return ENOENT.negated();
        }
        ExecQueue queue = file.queues().remove(id);
        if (queue == null && file.queues().used(id) && device.has(EQD_004_SECOND_DESTROY_SUCCEEDS)) {
            return 0;
        }
        if (queue == null) { // EQD-003
            return device.has(EQD_003_UNKNOWN_ID_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        queue.kill();
        queue.drop();
        return 0;
    }

    public long getProperty(XeFile file, StructView args) {
        boolean extended = args.get("extensions") != 0 && device.has(ExtensionDefect.EXT_015_EXTENSIONS_JUDGED);
        if (extended || reserved(args, EQG_001_SECOND_RESERVED_IGNORED)) {
            return EINVAL.negated();
        }
        boolean known = args.get("property") == DRM_XE_EXEC_QUEUE_GET_PROPERTY_BAN;
        if (!known && device.has(EQG_002_PROPERTY_BEFORE_LOOKUP)) {
            return EINVAL.negated();
        }
        ExecQueue queue = file.queues().get(args.getInt("exec_queue_id"));
        if (queue == null) {
            return ENOENT.negated(); // EQG-002
        }
        if (!known && !device.has(EQG_003_UNKNOWN_PROPERTY_READS_ZERO)) {
            return EINVAL.negated(); // EQG-003
        }
        boolean survives = queue.orphaned() && device.has(EQG_006_SECONDARY_SURVIVES);
        boolean stopped = queue.banned() && !survives;
        boolean banned = stopped
                ? !device.has(queue.vm().banned() ? RBW_026_BAN_NEVER_SHOWS : EQG_005_FAULT_IS_NO_BAN)
                : device.has(EQG_004_HEALTHY_QUEUE_BANNED);
        args.set("value", banned && known ? 1 : 0);
        return 0;
    }

    public long setProperty(XeFile file, StructView args) {
        boolean extended = args.get("extensions") != 0 && device.has(ExtensionDefect.EXT_015_SETTING_JUDGES_EXTENSIONS);
        if (extended || reserved(args, EQS_001_SECOND_RESERVED_IGNORED)) {
            return EINVAL.negated();
        }
        ExecQueue queue = file.queues().get(args.getInt("exec_queue_id"));
        if (queue == null && device.has(EQS_002_LOOKUP_BEFORE_PROPERTY)) {
            return ENOENT.negated();
        }
        if (args.get("property") != DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY) {
            return EINVAL.negated(); // EQS-002
        }
        if (queue == null) {
            return device.has(EQS_003_UNKNOWN_QUEUE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        if (Long.compareUnsigned(args.get("value"), MAX_PRIORITY) > 0 && device.has(EQS_004_LARGE_PRIORITY_EPERM)) {
            return EPERM.negated();
        }
        boolean again = queue.takePriority(args.get("value"));
        if ((queue.orphaned() && device.has(EQS_006_KILLED_GROUP_REFUSES))
                || (again && device.has(EQS_006_SAME_PRIORITY_REFUSED))) {
            return EINVAL.negated();
        }
        boolean grouped = queue.group() != null || device.has(EQS_005_QUEUE_WITHOUT_GROUP_ACCEPTED);
        boolean inRange = Long.compareUnsigned(args.get("value"), MAX_PRIORITY) <= 0;
        return inRange && grouped ? 0 : EINVAL.negated(); // EQS-004, EQS-005
    }

    private boolean reserved(StructView args, QueueDefect second) {
        return args.get("reserved[0]") != 0 || (args.get("reserved[1]") != 0 && !device.has(second));
    }
}
