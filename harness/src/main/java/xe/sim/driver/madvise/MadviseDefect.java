// SPDX-License-Identifier: MIT
package xe.sim.driver.madvise;

import xe.sim.os.Defect;

/**
 * Bugs in MADVISE but for the purgeable state.
 */
public enum MadviseDefect implements Defect {
    MAD_001_UNKNOWN_VM_ENOENT("an unknown VM answers ENOENT"),
    MAD_002_EXTENSIONS_JUDGED("extensions must be zero"),
    MAD_003_START_NOT_ALIGNED("the alignment of the start is not looked at"),
    MAD_004_EMPTY_RANGE_ACCEPTED("a range may be empty"),
    MAD_004_RANGE_NOT_ALIGNED("the alignment of the range is not looked at"),
    MAD_005_UNKNOWN_TYPE_ACCEPTED("a type that nobody defined does nothing"),
    MAD_006_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    MAD_007_END_NOT_LIMITED("a range may end behind the address space"),
    MAD_008_CANONICAL_START_REFUSED("a start in its canonical form gives EINVAL"),
    MAD_009_NOTHING_MAPPED_ENOENT("a range without mappings gives ENOENT"),
    MAD_010_BANNED_VM_ACCEPTED("a banned VM takes advice"),
    MAD_020_NEGATIVE_FD_ACCEPTED("any negative descriptor is accepted"),
    MAD_021_INSTANCE_IGNORED("a region without a descriptor is not looked at"),
    MAD_022_UNKNOWN_POLICY_ACCEPTED("a migration policy that nobody defined is accepted"),
    MAD_023_RESERVED_IGNORED("reserved of a location is not looked at"),
    MAD_024_UNKNOWN_FD_EBADF("a descriptor that is not open gives EBADF"),
    MAD_026_UNKNOWN_INSTANCE_EINVAL("a region that the device does not have gives EINVAL"),
    MAD_028_ANY_MAPPING_TAKES_A_LOCATION("a preferred location is stored on any mapping"),
    MAD_029_POLICY_NOT_STORED("the migration policy is not stored"),
    MAD_030_UNKNOWN_MODE_ACCEPTED("an atomic mode that nobody defined is accepted"),
    MAD_031_PAD_IGNORED("pad of an atomic mode is not looked at"),
    MAD_032_CPU_ANYWHERE("atomics of the CPU are accepted on buffers in the device's memory alone"),
    MAD_033_DEVICE_ANYWHERE("atomics of the device are accepted where it has none"),
    MAD_034_GLOBAL_ANYWHERE("global atomics are accepted on any buffer"),
    MAD_035_UNDEFINED_REFUSED("buffers do not take the undefined mode"),
    MAD_036_USERPTR_TAKES_ANY_MODE("a userptr stores any atomic mode"),
    MAD_037_MODE_OF_ALL_MAPPINGS("the atomic mode is stored on all mappings of the buffer"),
    MAD_040_RESERVED_ENTRY_ACCEPTED("reserved entries of the PAT table are accepted"),
    MAD_041_RESERVED_IGNORED("reserved of a PAT index is not looked at"),
    MAD_042_IMPORTED_NOT_CHECKED("buffers of another device take an incoherent PAT index"),
    MAD_042_MEMORY_OF_THE_PROCESS_NOT_CHECKED("memory of the process takes an incoherent PAT index"),
    MAD_042_WRITE_BACK_NOT_CHECKED("write-back buffers take an incoherent PAT index"),
    MAD_043_WRITE_COMBINED_REFUSED("write-combined buffers do not take an incoherent PAT index"),
    MAD_044_DISCRETE_CHECKED("discrete devices refuse incoherent PAT indices as integrated ones do"),
    MAD_045_ONE_WAY_IS_ENOUGH("graphics 35 gives memory of the process entries that it does not flush for the CPU"),
    MAD_045_IMPORTED_NOT_CHECKED(
            "graphics 35 gives buffers of another device entries that it does not flush for the CPU"),
    MAD_046_COMPRESSION_CHECKED("a PAT index that compresses is refused where VM_BIND refuses it"),
    MAD_047_ANY_VM_TAKES_DEVICE_MEMORY("a VM without fault mode can prefer the device's memory"),
    MAD_070_BUFFERS_SPLIT("the mapping of a buffer is split at the limits of the range"),
    MAD_071_NOTHING_SPLITS("no mapping is split at the limits of the range"),
    MAD_072_PART_OF_A_USERPTR("a userptr can be split"),
    MAD_073_LARGER_RANGE_EFAULT("a range that is larger than the userptr gives EFAULT");

    private final String wrong;

    MadviseDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
