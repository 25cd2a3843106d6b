// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/** Bugs in WAIT_USER_FENCE. */
public enum WaitDefect implements Defect {
    WUF_006_UNKNOWN_QUEUE_EINVAL("an unknown queue answers EINVAL"),
    WUF_008_UNREADABLE_EINVAL("an address that cannot be read gives EINVAL"),
    WUF_010_GREATER_INCLUDES_EQUAL("GT compares like GTE"),
    WUF_011_COMPARED_AS_SIGNED("values are compared as signed numbers"),
    WUF_012_VALUE_NOT_MASKED("the mask goes to the memory alone"),
    WUF_013_NO_MASK_MEANS_ALL("mask 0 counts as all ones"),
    WUF_020_NO_TIME_GIVES_ETIMEDOUT("a wait without time ends with ETIMEDOUT"),
    WUF_001_SECOND_PAD_IGNORED("pad2 is not looked at"),
    WUF_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    WUF_003_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at"),
    WUF_004_UNKNOWN_OPERATOR_ACCEPTED("an operator that nobody defined compares like LTE"),
    WUF_005_ALIGNMENT_IGNORED("the alignment of the address is not looked at");

    private final String wrong;

    WaitDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
