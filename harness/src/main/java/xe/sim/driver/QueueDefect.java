// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/** Bugs in the exec queue ioctls. */
public enum QueueDefect implements Defect {
    EQC_003_EMPTY_ARRAY_EFAULT("no placement at all gives EFAULT"),
    EQC_004_LIMIT_IS_10("ten instances are taken"),
    EQC_005_UNREADABLE_ARRAY_EINVAL("an array that cannot be read gives EINVAL"),
    EQC_042_ID_JUDGED("an id in the request gives EINVAL"),
    EQC_001_FLAGS_IGNORED("flag bits besides the hint are not looked at"),
    EQC_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQC_030_UNKNOWN_VM_EINVAL("an unknown VM answers EINVAL"),
    EQC_031_BANNED_VM_ACCEPTED("a queue is created on a banned VM"),
    EQC_041_FIRST_ID_IS_2("the first id is 2"),
    EQD_001_PAD_IGNORED("pad is not looked at"),
    EQD_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQD_003_UNKNOWN_ID_EINVAL("an unknown id answers EINVAL"),
    EQG_001_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQG_002_PROPERTY_BEFORE_LOOKUP("the property is judged before the queue is looked up"),
    EQG_003_UNKNOWN_PROPERTY_READS_ZERO("an unknown property reads 0"),
    EQG_004_HEALTHY_QUEUE_BANNED("a healthy queue reads as banned"),
    EQS_001_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQS_002_LOOKUP_BEFORE_PROPERTY("the queue is looked up before the property is judged"),
    EQS_003_UNKNOWN_QUEUE_EINVAL("an unknown queue answers EINVAL"),
    EQS_005_QUEUE_WITHOUT_GROUP_ACCEPTED("the priority of a queue in no group can be set");

    private final String wrong;

    QueueDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
