// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import xe.sim.os.Defect;

/**
 * Bugs in what VM_BIND checks of one operation, of its range and of its buffer.
 */
public enum BindOpDefect implements Defect {
    BND_020_MIRROR_IN_ANY_VM("a VM that is not in fault mode takes CPU_ADDR_MIRROR"),
    BND_021_PAT_OF_MAPPINGS_ALONE("pat_index is looked at for operations alone that map"),
    BND_022_RESERVED_PAT_ACCEPTED("reserved entries of the PAT table are taken"),
    BND_023_UNKNOWN_OPERATION_IGNORED("an operation that nobody defined does nothing"),
    BND_024_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at"),
    BND_025_NULL_TAKES_A_BUFFER("a NULL mapping may name a buffer"),
    BND_026_NULL_TAKES_AN_OFFSET("a NULL mapping may have an offset"),
    BND_027_NULL_WITH_ANY_OPERATION("NULL and DECOMPRESS are not looked at for other operations than MAP"),
    BND_028_DECOMPRESSED_AND_COMPRESSED("DECOMPRESS may come with an entry that compresses"),
    BND_029_MAP_OF_NOTHING("MAP needs no buffer"),
    BND_030_UNMAP_ALL_OF_NOTHING("UNMAP_ALL needs no buffer"),
    BND_031_UNMAP_ALL_WITH_ADDRESS("the address of UNMAP_ALL is not looked at"),
    BND_032_UNMAP_ALL_WITH_RANGE("the range of UNMAP_ALL is not looked at"),
    BND_033_USERPTR_OF_A_BUFFER("the buffer of MAP_USERPTR is not looked at"),
    BND_034_USERPTR_INCOHERENT("MAP_USERPTR takes entries that do not see the CPU's caches"),
    BND_035_MIRROR_INCOHERENT("CPU_ADDR_MIRROR takes entries that do not see the CPU's caches, on any device"),
    BND_036_ONE_WAY_IS_ENOUGH("graphics 35 maps memory of the process with entries that it does not flush for the CPU"),
    BND_037_USERPTR_COMPRESSED("MAP_USERPTR takes entries that compress"),
    BND_038_PREFETCH_OF_A_BUFFER("the buffer of PREFETCH is not looked at"),
    BND_039_REGION_IGNORED("a region is not looked at for other operations than PREFETCH"),
    BND_040_UNKNOWN_REGION_ACCEPTED("PREFETCH takes regions that are not there"),
    BND_041_UNMAP_OF_A_BUFFER("the buffer of UNMAP is not looked at"),
    BND_042_AUTORESET_ANYWHERE("MADVISE_AUTORESET needs no mirror"),
    BND_043_ALIGNMENT_IGNORED("the alignment is not looked at"),
    BND_044_EMPTY_RANGE_ACCEPTED("a range may be empty"),
    BND_045_DECOMPRESS_EINVAL("DECOMPRESS gives EINVAL on a device that cannot"),
    BND_046_FLAGS_OF_MAPPINGS_JUDGED("READONLY, DUMPABLE and CHECK_PXP are refused where nothing is mapped"),
    BND_047_IMMEDIATE_NEEDS_FAULT_MODE("IMMEDIATE is refused by a VM that is not in fault mode"),
    BND_048_NULL_IS_NOT_DUMPABLE("a NULL mapping may not be READONLY or DUMPABLE"),
    BND_049_NULL_OR_MIRROR("NULL and CPU_ADDR_MIRROR exclude each other"),
    BND_065_RANGE_NOT_LIMITED("a range may be larger than the address space"),
    BND_066_END_NOT_LIMITED("a range may end behind the address space"),
    BND_067_LAST_PAGE_REFUSED("a range may not end where the address space does"),
    BND_068_SIGN_EXTENSION_STRIPPED("the sign extension of an address is cut off"),
    BND_070_UNKNOWN_BUFFER_EINVAL("an unknown buffer answers EINVAL"),
    BND_071_COMPRESSION_FORCED("NO_COMPRESSION of a buffer is not looked at"),
    BND_072_RANGE_PAST_BUFFER("a range may be larger than its buffer"),
    BND_073_OFFSET_PAST_BUFFER("an offset may lie behind the buffer"),
    BND_074_SMALL_PAGES_OF_VRAM("video memory in pages of 64 KiB is mapped in pages of 4 KiB"),
    BND_075_BIG_PAGES_OF_SYSTEM("system memory is mapped in pages of 64 KiB alone"),
    BND_076_CACHED_INCOHERENT("a cached buffer takes entries that do not see the CPU's caches"),
    BND_077_UNCACHED_NEEDS_COHERENCY("a buffer that is not cached needs an entry that sees the CPU's caches"),
    BND_078_IMPORTED_INCOHERENT("a buffer of another device takes entries that do not see the CPU's caches"),
    BND_079_IMPORTED_COMPRESSED("a buffer of another device takes entries that compress"),
    BND_080_UNMAP_ALL_NOT_JUDGED("the entry of UNMAP_ALL is not held against the buffer"),
    BND_081_OFFSET_OF_UNMAP_ALL_IGNORED("the offset of UNMAP_ALL is not looked at"),
    BND_083_CHECK_OF_PLAIN_BUFFER_FAILS("CHECK_PXP of a buffer without protection gives EINVAL");

    private final String wrong;

    BindOpDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
