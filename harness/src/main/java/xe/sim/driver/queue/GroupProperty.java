// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.QueueGroupDefect.EQX_051_BIND_QUEUES_IN_GROUPS;
import static xe.sim.driver.device.QueueGroupDefect.EQX_053_GROUP_TWICE;
import static xe.sim.driver.device.QueueGroupDefect.EQX_054_BITS_OF_CREATE_IGNORED;
import static xe.sim.driver.device.QueueGroupDefect.EQX_055_LOW_BITS_NAME_THE_PRIMARY;
import static xe.sim.driver.device.QueueGroupDefect.EQX_056_UNKNOWN_PRIMARY_EINVAL;
import static xe.sim.driver.device.QueueGroupDefect.EQX_057_ANY_PLACEMENT;
import static xe.sim.driver.device.QueueGroupDefect.EQX_057_ANY_QUEUE_IS_A_PRIMARY;
import static xe.sim.driver.device.QueueGroupDefect.EQX_057_PRIMARY_OF_ANY_VM;
import static xe.sim.driver.queue.QueuePropertyDefect.EQX_050_NO_GROUPS_EINVAL;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_MULTI_GROUP_CREATE;

import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.QueueGroup;
import xe.sim.driver.device.XeDevice;

/**
 * The property of a new queue that founds a group or joins one ({@code exec_queue_set_multi_group()}).
 */
record GroupProperty(XeDevice device) {
    /** EQX-050 to EQX-057: 0 or a negated errno. */
    long set(NewQueue queue, long value) {
        if (!device.profile().queueGroups(queue.engineClass())) {
            return device.has(EQX_050_NO_GROUPS_EINVAL) ? EINVAL.negated() : ENODEV.negated();
        }
        boolean bind = queue.bind() && !device.has(EQX_051_BIND_QUEUES_IN_GROUPS);
        boolean twice = queue.grouped() && !device.has(EQX_053_GROUP_TWICE);
        if (bind || queue.width() > 1 || twice) {
            return EINVAL.negated();
        }
        if ((value & DRM_XE_MULTI_GROUP_CREATE) == 0) {
            return join(queue, value);
        }
        if (value != DRM_XE_MULTI_GROUP_CREATE && !device.has(EQX_054_BITS_OF_CREATE_IGNORED)) {
            return EINVAL.negated();
        }
        queue.found();
        return 0;
    }

    private long join(NewQueue queue, long value) {
        if (value >>> Integer.SIZE != 0 && !device.has(EQX_055_LOW_BITS_NAME_THE_PRIMARY)) {
            return EINVAL.negated();
        }
        ExecQueue primary = queue.file().queues().get((int) value);
        if (primary == null) {
            return device.has(EQX_056_UNKNOWN_PRIMARY_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        QueueGroup group = primary.group();
        if (!primary.primary() && device.has(EQX_057_ANY_QUEUE_IS_A_PRIMARY)) {
            return 0;
        }
        boolean fits = primary.primary()
                && group != null
                && (group.vm().equals(queue.vm()) || device.has(EQX_057_PRIMARY_OF_ANY_VM))
                && (group.placements() == queue.placements() || device.has(EQX_057_ANY_PLACEMENT));
        if (!fits || group == null) {
            return EINVAL.negated();
        }
        queue.join(group);
        return 0;
    }
}
