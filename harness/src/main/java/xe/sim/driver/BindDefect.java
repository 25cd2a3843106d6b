// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/**
 * Bugs in what VM_BIND maps, and in how userptrs follow the process.
 */
public enum BindDefect implements Defect {
    BND_001_UNKNOWN_VM_ENOENT("an unknown VM answers ENOENT"),
    BND_005_SYNCS_NOT_LIMITED("the number of syncs is not looked at"),
    BND_025_NULL_TAKES_A_BUFFER("a NULL mapping may name a buffer"),
    BND_026_NULL_TAKES_AN_OFFSET("a NULL mapping may have an offset"),
    BND_027_NULL_WITH_ANY_OPERATION("the NULL flag is not looked at for other operations than MAP"),
    BND_039_REGION_IGNORED("a region is not looked at for other operations than PREFETCH"),
    BND_043_ALIGNMENT_IGNORED("the alignment is not looked at"),
    BND_044_EMPTY_RANGE_ACCEPTED("a range may be empty"),
    BND_061_UNKNOWN_QUEUE_EINVAL("an unknown queue answers EINVAL"),
    BND_065_RANGE_NOT_LIMITED("a range may be larger than the address space"),
    BND_066_END_NOT_LIMITED("a range may end behind the address space"),
    BND_002_SECOND_PAD_IGNORED("pad2 is not looked at"),
    BND_003_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    BND_004_EXTENSIONS_IGNORED("extensions are not looked at"),
    BND_010_LAST_RESERVED_JUDGED("reserved[2] of an operation must be zero"),
    BND_024_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at"),
    EXT_016_OPERATION_EXTENSIONS_JUDGED("extensions of an operation must be zero"),
    BND_106_UNMAPPED_BUFFER_REFUSED("UNMAP_ALL of a buffer that the VM does not map gives EINVAL"),
    RBW_003_VANISHED_USERPTR_FAILS("a userptr whose memory is gone fails the worker's run"),
    RBW_014_USERPTR_DOES_NOT_PREEMPT("munmap of a userptr's memory preempts nothing"),
    FLT_032_SPLIT_DOES_NOT_PREEMPT("a split that rewrites page tables preempts nothing"),
    SYN_027_USER_FENCE_NOT_WRITTEN("the user fence of a bind is never written");

    private final String wrong;

    BindDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
