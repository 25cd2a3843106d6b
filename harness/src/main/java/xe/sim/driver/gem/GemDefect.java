// SPDX-License-Identifier: MIT
package xe.sim.driver.gem;

import xe.sim.os.Defect;

/** Bugs in GEM_CREATE and GEM_MMAP_OFFSET. */
public enum GemDefect implements Defect {
    GEM_003_NO_PLACEMENT_ACCEPTED("a buffer may have no placement"),
    GEM_004_UNKNOWN_REGION_ACCEPTED("regions that the device does not have are not looked at"),
    GEM_007_SIZE_ZERO_ENOMEM("size 0 gives ENOMEM"),
    GEM_008_SIZE_ROUNDED_UP("a size that is no multiple of the page is rounded up"),
    GEM_001_LAST_PAD_IGNORED("pad[2] is not looked at"),
    GEM_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    GEM_005_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at"),
    GEM_006_HANDLE_IGNORED("a handle in the request is not looked at"),
    GEM_009_HINT_EINVAL("the hint against compression gives EINVAL on old parts"),
    GEM_010_SYSTEM_MEMORY_IS_VISIBLE("system memory counts as visible VRAM"),
    GEM_011_ANY_CACHING("a caching that nobody defined is not looked at"),
    GEM_012_CACHED_VRAM("VRAM can be cached"),
    GEM_013_CACHED_SCANOUT("a cached buffer can be scanned out"),
    GEM_014_NO_SCANOUT("no buffer can be scanned out"),
    GEM_015_UNKNOWN_VM_EINVAL("a VM that does not exist answers EINVAL"),
    GEM_020_PART_OF_A_BIG_PAGE("a part of a big page of VRAM can be had"),
    GEM_021_BIG_PAGES_EVERYWHERE("system memory comes in pages of 64 KiB"),
    GEM_022_TOO_LARGE_ENOMEM("a size above all mmap offsets gives ENOMEM"),
    GEM_023_FALLS_BACK("system memory takes what VRAM cannot hold"),
    GEM_024_WHOLE_VRAM_IS_VISIBLE("a buffer that the CPU has to see may be larger than what it sees"),
    GEM_026_DEFERRED_IS_NOT_CHARGED("a deferred buffer in system memory may be larger than that"),
    GEM_026_DEFERRED_SIZE_JUDGED("a deferred buffer must fit into VRAM"),
    GEM_030_UNKNOWN_PROPERTY_IGNORED("a property that nobody defined is not looked at"),
    GEM_031_NONE_NEEDS_PXP("even no protected content needs hardware for it"),
    GEM_032_UNKNOWN_TYPE_ENODEV("an unknown type of protected content answers ENODEV"),
    GEM_033_ABSENT_IGNORED("protected content that is absent counts as there"),
    GEM_040_FIRST_HANDLE_IS_2("the first handle is 2"),
    GEM_041_SIZE_REWRITTEN("the size is rounded up to 2 MiB in the answer"),
    GEM_042_HANDLE_OF_REFUSED_BUFFER("a refused request comes back with a handle"),
    GEM_043_NOT_CLEARED("a fresh buffer has the content of another"),
    GEM_044_DEFER_AND_VISIBLE_REFUSED("a deferred buffer cannot be visible"),
    MMO_004_BARRIER_ENOENT("an integrated device answers ENOENT for the barrier page"),
    MMO_005_HANDLE_OF_BARRIER_IGNORED("the handle is not looked at for the barrier page"),
    MMO_006_BARRIER_AT_4_GIB("the barrier page has another offset"),
    MMO_007_UNKNOWN_HANDLE_EINVAL("a handle that does not exist answers EINVAL"),
    MMO_008_LOW_OFFSET("the offset is told without its high bits"),
    MMO_009_OFFSET_JUDGED("an offset in the request gives EINVAL"),
    MMO_010_OFFSETS_OVERLAP("the offset of a second buffer is a page off"),
    MMO_001_EXTENSIONS_IGNORED("extensions are not looked at"),
    MMO_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    MMO_003_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at");

    private final String wrong;

    GemDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
