// SPDX-License-Identifier: MIT
package xe.sim.driver.wait;

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
    WUF_005_ALIGNMENT_IGNORED("the alignment of the address is not looked at"),
    WUF_007_BIND_QUEUE_REFUSED("a bind queue gives EINVAL"),
    WUF_014_ONLY_MASKED_BYTES_READ("memory is not read where the mask is zero"),
    WUF_021_TIME_LEFT_AFTER_TIMEOUT("a wait that timed out leaves the time-out as it was"),
    WUF_022_TIME_LEFT_NOT_TOLD("a wait that succeeds leaves the time-out as it was"),
    WUF_023_MICROSECONDS("a relative time-out is a thousandth of what it says"),
    WUF_024_ABSOLUTE_TIME_WRITTEN("an absolute time-out becomes the time left"),
    WUF_025_PAST_GIVES_EINVAL("an absolute time-out in the past gives EINVAL"),
    WUF_026_NO_ABSOLUTE_TIME_GIVES_EINVAL("an absolute time-out of zero gives EINVAL"),
    WUF_027_NEGATIVE_BECOMES_ZERO("a negative time-out becomes zero"),
    WUF_028_NEGATIVE_ABSOLUTE_KEPT("a negative absolute time-out stays as it is"),
    WUF_029_NEGATIVE_IS_SHORT("a negative time-out ends after a millisecond"),
    WUF_030_STORE_WAKES("a store of the CPU ends a wait"),
    WUF_035_VANISHED_MEMORY_ETIME("memory that goes during a wait gives ETIME"),
    WUF_036_ERROR_LEAVES_TIMEOUT("a wait that fails with EFAULT leaves the time-out as it was"),
    WUF_037_BUFFER_MEMORY_EFAULT("memory of buffers cannot be waited for"),
    WUF_040_POLL_IGNORES_BAN("a wait without time does not look at the queue"),
    WUF_041_BAN_BEFORE_CONDITION("waiting with a banned queue fails although the condition holds");

    private final String wrong;

    WaitDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
