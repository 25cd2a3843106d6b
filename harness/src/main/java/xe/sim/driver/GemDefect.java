// SPDX-License-Identifier: MIT
package xe.sim.driver;

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
