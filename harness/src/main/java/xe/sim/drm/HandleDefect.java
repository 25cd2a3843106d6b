// SPDX-License-Identifier: MIT
package xe.sim.drm;

import xe.sim.os.Defect;

/** Bugs in GEM_CLOSE and PRIME. */
public enum HandleDefect implements Defect {
    GCL_001_HANDLE_0_CLOSED("closing handle 0 succeeds"),
    GCL_001_UNKNOWN_HANDLE_ENOENT("a handle that does not exist answers ENOENT"),
    GCL_002_SECOND_CLOSE_SUCCEEDS("a handle can be closed twice"),
    GCL_003_PAD_JUDGED("pad must be zero"),
    GCL_004_BOUND_BUFFER_BUSY("a buffer that is in use cannot be closed"),
    GCL_005_HANDLES_OF_OTHER_FILES("a handle of another file is closed"),
    GCL_006_HANDLES_RETIRED("a handle that was closed is not given again"),
    GEM_016_NOT_SHAREABLE("no buffer can be shared"),
    PRM_001_UNKNOWN_FLAG_IGNORED("flags that nobody defined are not looked at"),
    PRM_002_UNKNOWN_HANDLE_EINVAL("a handle that does not exist answers EINVAL"),
    PRM_003_PRIVATE_BUFFER_SHARED("the buffer of a VM can be shared"),
    PRM_004_UNNEEDED_BUFFER_SHARED("a buffer that nobody needs can be shared"),
    PRM_006_NEW_HANDLE("an import gives a new handle to a buffer that has one"),
    PRM_007_COPY_IMPORTED("another file gets a buffer of its own");

    private final String wrong;

    HandleDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
