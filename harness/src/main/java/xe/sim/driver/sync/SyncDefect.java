// SPDX-License-Identifier: MIT
package xe.sim.driver.sync;

import xe.sim.os.Defect;

/**
 * Bugs in how the sync entries of VM_BIND and EXEC are read.
 */
public enum SyncDefect implements Defect {
    SYN_001_EXEC_LIMIT_IGNORED("EXEC does not look at the number of syncs"),
    SYN_002_LIMIT_IS_1023("1024 syncs are one too many"),
    SYN_003_NULL_ARRAY_EFAULT("an address of syncs is looked at although there are none"),
    SYN_004_UNREADABLE_EINVAL("syncs that cannot be read give EINVAL"),
    SYN_005_UNKNOWN_FLAG_ACCEPTED("flags of a sync that nobody defined are not looked at"),
    SYN_006_SECOND_RESERVED_IGNORED("reserved[1] of a sync is not looked at"),
    SYN_007_UNKNOWN_TYPE_IGNORED("a sync of a type that nobody defined is left out"),
    EXT_016_SYNC_EXTENSIONS_JUDGED("extensions of a sync must be zero"),
    SYN_010_SYNCOBJ_SIGNALS_FOR_LONG_RUNNING_VM("a long-running VM takes a sync object to signal"),
    BND_130_LONG_RUNNING_BIND_SIGNALS("VM_BIND of a long-running VM takes a sync object to signal"),
    EXE_017_LONG_RUNNING_SIGNALS("EXEC in a long-running VM takes sync objects to signal"),
    SYN_011_HANDLE_CUT_TO_32_BITS("the upper half of a handle is not looked at"),
    SYN_012_POINT_ZERO_IS_PLAIN("point 0 of a timeline stands for the whole object"),
    SYN_013_UNKNOWN_HANDLE_EINVAL("an unknown sync object gives EINVAL"),
    SYN_014_EMPTY_OBJECT_HAS_SIGNALLED("a sync object without a fence counts as signalled"),
    SYN_015_EMPTY_TIMELINE_HAS_SIGNALLED("a timeline without a point counts as signalled"),
    SYN_016_LATER_POINT_HAS_SIGNALLED("a point that nothing was submitted for counts as signalled"),
    SYN_017_POINT_OF_PLAIN_OBJECT_JUDGED("a point for an object that is no timeline gives EINVAL"),
    SYN_018_POINT_MUST_GROW("a point must be larger than the last one"),
    SYN_020_USER_FENCE_IS_WAITED_FOR("a user fence that is not to be signalled is left out"),
    SYN_021_EMPTY_BIND_TAKES_USER_FENCE("a bind without operations takes a user fence"),
    SYN_022_ALIGNMENT_IGNORED("the alignment of a user fence is not looked at"),
    SYN_023_UNREADABLE_USER_FENCE_ACCEPTED("a bind takes a user fence in memory that is not there"),
    SYN_024_GPU_ADDRESS_READ("EXEC reads the user fence's address as one of the process"),
    SYN_025_TWO_USER_FENCES("a bind takes several user fences"),
    SYN_026_EXEC_COUNTS_USER_FENCES("EXEC takes one user fence at most"),
    SYN_029_WAIT_AND_SIGNAL_REFUSED("a sync object cannot be waited for and signalled in one call");

    private final String wrong;

    SyncDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
