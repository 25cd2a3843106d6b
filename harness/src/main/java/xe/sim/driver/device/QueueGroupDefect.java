// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in groups of queues. */
public enum QueueGroupDefect implements Defect {
    EQG_006_SECONDARY_SURVIVES("a secondary whose primary is gone reads as healthy"),
    EQS_006_KILLED_GROUP_REFUSES("the priority in a group that was killed cannot be set"),
    EQS_006_SAME_PRIORITY_REFUSED("a priority that a queue has cannot be set"),
    EQX_051_BIND_QUEUES_IN_GROUPS("a bind queue can found a group"),
    EQX_053_GROUP_TWICE("the second of two groups in one chain counts"),
    EQX_054_BITS_OF_CREATE_IGNORED("other bits of a new group are not looked at"),
    EQX_055_LOW_BITS_NAME_THE_PRIMARY("the high bits of a primary's id are not looked at"),
    EQX_056_UNKNOWN_PRIMARY_EINVAL("an unknown primary answers EINVAL"),
    EQX_057_ANY_QUEUE_IS_A_PRIMARY("a queue that is no primary is taken for one"),
    EQX_057_ANY_PLACEMENT("a secondary may use other engines than its primary"),
    EQX_057_PRIMARY_OF_ANY_VM("the primary may be of another VM"),
    EQX_058_GROUP_NOT_LIMITED("a group takes any number of queues"),
    EQX_058_SLOTS_GIVEN_BACK("the slot of a destroyed secondary is given to another"),
    EQX_059_SECONDARY_TAKES_PROPERTIES("a secondary takes properties that are the primary's"),
    EQX_060_EARLIER_PROPERTIES_JUDGED("a queue with such a property cannot become a secondary"),
    EQX_072_HIGHEST_FOR_ROOT_ALONE("only root gets the highest priority in a group"),
    WUF_042_SECONDARY_IS_WAITED_FOR("a wait with a secondary whose primary is gone goes on");

    private final String wrong;

    QueueGroupDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
