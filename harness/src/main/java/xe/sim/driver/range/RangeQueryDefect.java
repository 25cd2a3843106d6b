// SPDX-License-Identifier: MIT
package xe.sim.driver.range;

import xe.sim.os.Defect;

/**
 * Bugs in VM_QUERY_MEM_RANGE_ATTRS, and in what it shows of VM_BIND.
 */
public enum RangeQueryDefect implements Defect {
    VMQ_001_VECTOR_OF_NOTHING_ACCEPTED("a vector for no ranges is not looked at"),
    VMQ_002_NO_VECTOR_EFAULT("ranges without a vector give EFAULT"),
    VMQ_003_LARGER_ENTRIES_ACCEPTED("entries may be larger than the kernel's"),
    VMQ_004_UNKNOWN_VM_ENOENT("an unknown VM answers ENOENT"),
    VMQ_005_RESERVED_JUDGED("reserved[1] must be zero"),
    VMQ_006_COUNT_WITHOUT_SIZE("the count call does not tell the size of an entry"),
    VMQ_007_EMPTY_ANSWER_ACCEPTED("no ranges of the right size are accepted"),
    VMQ_008_TOO_FEW_TRUNCATED("a vector that is too short gets what fits"),
    VMQ_009_NUMBER_NOT_REWRITTEN("a vector that is too long leaves the number of ranges"),
    VMQ_010_ANY_NUMBER_ACCEPTED("the number of ranges is not limited"),
    VMQ_011_BAD_VECTOR_IGNORED("a vector that cannot be written is not noticed"),
    VMQ_012_CLIPPED_TO_THE_QUERY("entries are clipped to the range of the query"),
    VMQ_013_PAT_INDEX_CUT("a fresh mapping shows the low three bits of its PAT index"),
    VMQ_014_ENTRIES_DIRTY("reserved fields of entries are not cleared"),
    VMQ_015_MUST_BE_ALIGNED("the start must be a multiple of a page"),
    VMQ_016_EMPTY_RANGE_FINDS_NOTHING("an empty range inside a mapping finds nothing"),
    VMQ_017_WRAPPED_RANGE_FINDS_ALL("a range that wraps finds everything from its start on"),
    VMQ_018_RANGE_LIMITED("a range that is larger than the address space gives EINVAL"),
    VMQ_020_FIRST_FOR_ALL("every entry shows the atomic mode of the first"),
    VMQ_021_DONTNEED_SHOWN("an entry shows DONTNEED in reserved[0]"),
    VMQ_022_DEFERRED_NOT_LISTED("a mapping without page table entries is not listed");

    private final String wrong;

    RangeQueryDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
