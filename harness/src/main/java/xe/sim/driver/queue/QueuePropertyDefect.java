// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import xe.sim.os.Defect;

/** Bugs in the properties of a new queue. */
public enum QueuePropertyDefect implements Defect {
    EQX_001_UNKNOWN_PROPERTY_IGNORED("a property that nobody defined is not looked at"),
    EQX_010_UNKNOWN_PRIORITY_EPERM("a priority that nobody has answers EPERM"),
    EQX_011_PRIORITY_FOR_ALL("every user gets the highest priority"),
    EQX_012_ROOT_REFUSED("not even root gets the highest priority"),
    EQX_012_LOW_PRIORITY_REFUSED("the lowest priority is refused"),
    EQX_013_PRIORITY_1_REFUSED("priority 1 is refused, which the configuration allows"),
    EQX_020_ROOT_ALONE_HAS_LIMITS("the timeslice of other users is not looked at"),
    EQX_021_ROOT_WITHOUT_LIMITS("the timeslice of root is not looked at"),
    EQX_022_LOW_BITS_COMPARED("only 32 bits of a timeslice are compared"),
    EQX_023_NOT_FOR_BIND_QUEUES("a bind queue has no timeslice"),
    EQX_030_NONE_NEEDS_PXP("even no protected content needs hardware for it"),
    EQX_031_UNKNOWN_TYPE_ENODEV("an unknown type of protected content answers ENODEV"),
    EQX_032_ABSENT_IGNORED("protected content that is absent counts as there"),
    EQX_040_ONE_PAGE_READ("only the first page of a state is read"),
    EQX_041_SECOND_STATE_REPLACES("a second state takes the place of the first"),
    EQX_042_STATE_REFUSED("no state is taken"),
    EQX_050_NO_GROUPS_EINVAL("a class without queue groups answers EINVAL"),
    EQX_061_TYPE_AND_GROUP_COMBINED("a group may follow a type of protected content"),
    EQX_070_PRIORITY_IN_GROUP_UNLIMITED("the priority in a group is not looked at"),
    EQX_071_PRIORITY_WITHOUT_GROUP("the priority in a group needs no group"),
    EQX_080_FIX_ON_EVERY_CLASS("every class has the state cache fix"),
    EQX_081_FIX_IS_A_BOOLEAN("the state cache fix must be 0 or 1");

    private final String wrong;

    QueuePropertyDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
