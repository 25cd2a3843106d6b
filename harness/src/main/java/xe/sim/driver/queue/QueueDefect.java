// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

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
    EQC_006_UNKNOWN_GT_ENODEV("a GT that does not exist answers ENODEV"),
    EQC_007_SIXTEEN_BITS_OF_GT("all bits of a gt_id count"),
    EQC_008_PAD_JUDGED("the pad of an engine must be zero"),
    EQC_010_ENTRIES_OF_BIND_QUEUE_IGNORED("a bind queue may have several entries"),
    EQC_011_INSTANCE_OF_BIND_QUEUE_IGNORED("the instance of a bind queue is not looked at"),
    EQC_012_BIND_QUEUE_ON_GT_0_ALONE("a bind queue must be on GT 0"),
    EQC_013_UNKNOWN_VM_EINVAL("a bind queue of an unknown VM answers EINVAL"),
    EQC_014_BIND_QUEUE_OF_KILLED_VM("a bind queue is created on a killed VM"),
    EQC_015_NO_HINT_FOR_BIND_QUEUES("a bind queue cannot have the hint"),
    EQC_020_UNKNOWN_CLASS_ENODEV("a class that does not exist answers ENODEV"),
    EQC_021_INSTANCE_FOLDED("instances are counted modulo those that are there"),
    EQC_022_PAGING_ENGINE_GIVEN_OUT("the copy engine kept for paging is given out"),
    EQC_023_GT_OF_FIRST_COUNTS("only the first entry's GT is looked at"),
    EQC_023_CLASS_OF_FIRST_COUNTS("only the first entry's class is looked at"),
    EQC_024_COLUMNS_NOT_COMPARED("the engines of a parallel queue may lie anywhere"),
    EQC_025_ARRAY_TRANSPOSED("the array is read as the header says"),
    EQC_026_SAME_ENGINE_TWICE_REFUSED("an engine may be listed only once"),
    EQC_027_ONE_PLACEMENT_ALONE("several different placements are refused"),
    EQC_028_ALL_CLASSES_PARALLEL("every class may be parallel"),
    EQC_029_WIDTH_NOT_KEPT("a parallel queue takes one batch"),
    EQC_040_REFUSED_QUEUE_KEEPS_ID("a queue whose property is refused keeps its id"),
    EQC_043_NO_HINT("the hint is refused"),
    EQC_044_NO_VIDEO_IN_LR_MODE("a VM in LR mode has no queues on video engines"),
    EQD_001_PAD_IGNORED("pad is not looked at"),
    EQD_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQD_003_UNKNOWN_ID_EINVAL("an unknown id answers EINVAL"),
    EQD_004_SECOND_DESTROY_SUCCEEDS("a queue can be destroyed twice"),
    EQD_005_IDS_CYCLIC("an id that was freed is not handed out again"),
    EQD_006_VM_GONE_ENOENT("a queue without its VM cannot be destroyed"),
    EQG_001_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQG_002_PROPERTY_BEFORE_LOOKUP("the property is judged before the queue is looked up"),
    EQG_003_UNKNOWN_PROPERTY_READS_ZERO("an unknown property reads 0"),
    EQG_004_HEALTHY_QUEUE_BANNED("a healthy queue reads as banned"),
    EQG_005_FAULT_IS_NO_BAN("a queue that faulted reads as healthy"),
    EQS_001_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    EQS_002_LOOKUP_BEFORE_PROPERTY("the queue is looked up before the property is judged"),
    EQS_003_UNKNOWN_QUEUE_EINVAL("an unknown queue answers EINVAL"),
    EQS_004_LARGE_PRIORITY_EPERM("a priority that nobody has answers EPERM"),
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
