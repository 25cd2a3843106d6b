// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in how long objects live, and under which numbers. */
public enum LifetimeDefect implements Defect {
    LIF_001_NUMBERS_SHARED_BY_KINDS("a buffer does not get the number of a VM"),
    LIF_002_BUFFERS_OF_OTHER_FILES("GEM_MMAP_OFFSET finds the buffers of every file"),
    LIF_003_QUERY_EINVAL("VM_GET_PROPERTY answers EINVAL for a VM that does not exist"),
    LIF_004_EXEC_EINVAL("EXEC answers EINVAL for a queue that does not exist"),
    LIF_005_OFFSET_EINVAL("GEM_MMAP_OFFSET answers EINVAL for a buffer that does not exist"),
    LIF_006_CLOSE_LEAKS_BUFFERS("the buffers of a file stay when it is closed"),
    LIF_008_NUMBERS_CYCLIC("the number of a buffer is not given again"),
    LIF_009_BIND_QUEUE_ENDS_WITH_VM("a bind queue ends with its VM"),
    LIF_010_BUFFER_ENDS_WITH_VM("a buffer ends with the VM that owns it");

    private final String wrong;

    LifetimeDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
