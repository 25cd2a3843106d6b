// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in mmap(2) of a DRM node. */
public enum MmapDefect implements Defect {
    MMP_001_READ_ONLY_MAPPING_REFUSED("a buffer can only be mapped writable"),
    MMP_002_ANY_LENGTH("a mapping can be longer than the buffer"),
    MMP_003_ANY_PAGE_OF_THE_BUFFER("any page of a buffer can be mapped"),
    MMP_004_PRIVATE_MAPPING("a buffer can be mapped privately"),
    MMP_005_EVERY_FILE("a file without a handle can map a buffer"),
    MMP_006_NOTHING_THERE_EACCES("an offset that nobody uses answers EACCES"),
    MMP_007_CLOSED_HANDLE_COUNTS("the file that created a buffer can map it without a handle"),
    MMP_008_OFFSET_KEPT("the offset of a buffer that is gone answers EACCES"),
    MMP_009_OFFSETS_SHARE_MEMORY("a buffer gets the memory of the last one that was mapped"),
    MMP_013_IMPORTED_MAPPED("memory of another device can be touched through a mapping of this one"),
    MMP_014_BARRIER_OF_ANY_LENGTH("the barrier page can be mapped several times in a row"),
    MMP_015_PRIVATE_BARRIER("the barrier page can be mapped privately"),
    MMP_016_READABLE_BARRIER("the barrier page can be read"),
    MMP_017_BARRIER_BECOMES_READABLE("the barrier page can be made readable"),
    MMP_018_BARRIER_EVERYWHERE("integrated devices have a barrier page"),
    MMP_019_OFFSET_FIRST("the barrier page is there once its offset was asked for");

    private final String wrong;

    MmapDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
