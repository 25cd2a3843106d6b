// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/**
 * Bugs in the purgeable state of buffers: what MADVISE does with it, and what others do because of it.
 */
public enum PurgeDefect implements Defect {
    MAD_050_UNKNOWN_STATE_ACCEPTED("a purgeable state that nobody defined means WILLNEED"),
    MAD_051_PAD_IGNORED("pad of a purgeable state is not looked at"),
    MAD_052_ANSWER_REQUIRED("retained_ptr must not be NULL"),
    MAD_053_BAD_ANSWER_IGNORED("a retained_ptr without memory is not looked at"),
    MAD_054_OLD_ANSWER_IGNORED("what is at retained_ptr is not looked at"),
    MAD_055_LOST_ANSWER_IGNORED("an answer that cannot be written is dropped"),
    MAD_056_ANSWER_MUST_BE_ALIGNED("retained_ptr must be a multiple of 4"),
    MAD_057_DONTNEED_IS_NOT_RETAINED("DONTNEED answers as if the content was gone"),
    MAD_058_PURGED_IS_RETAINED("a purged buffer answers as if its content was there"),
    MAD_059_ONLY_BUFFERS("a mapping without a buffer answers as if its content was gone"),
    MAD_060_ONE_MAPPING_DECIDES("one mapping makes the buffer DONTNEED"),
    MAD_061_EXPORT_NEEDS_NOTHING("a buffer that is exported can be DONTNEED"),
    MAD_062_ADVICE_IS_FINAL("WILLNEED does not bring a DONTNEED buffer back"),
    MAD_063_LAST_UNMAP_RESTORES("a DONTNEED buffer without mappings is usable again"),
    BND_119_DONTNEED_MAPPED("a VM can map a DONTNEED buffer again"),
    BND_120_PURGED_BUSY("mapping a purged buffer gives EBUSY, as if it could become usable"),
    BND_121_DONTNEED_IN_ONE_PIECE("a part of the mapping of a DONTNEED buffer cannot be unmapped"),
    BND_122_DONTNEED_PREFETCHED("PREFETCH does not look at DONTNEED"),
    BND_122_PURGED_BUSY("PREFETCH of a purged buffer gives EBUSY"),
    MMO_011_DONTNEED_REFUSED("a DONTNEED buffer has no mmap offset"),
    MMP_010_DONTNEED_MAPPED("mmap does not look at DONTNEED"),
    MMP_011_PURGED_BUSY("mmap of a purged buffer gives EBUSY"),
    PRM_005_PURGED_BUSY("the export of a purged buffer gives EBUSY");

    private final String wrong;

    PurgeDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
