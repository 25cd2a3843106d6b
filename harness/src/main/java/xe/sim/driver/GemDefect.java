// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/** Bugs in GEM_CREATE and GEM_MMAP_OFFSET. */
public enum GemDefect implements Defect {
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
