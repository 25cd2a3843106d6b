// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in what happens when memory runs out. */
public enum ExhaustionDefect implements Defect {
    RBW_029_ENOSPC_OF_FULL_MEMORY("a lack of memory ends the rebind worker with ENOSPC"),
    RBW_040_EVICTION_DOES_NOT_PREEMPT("a VM's queues go on while a buffer of it is moved"),
    RBW_040_OWN_BUFFERS_EVICTED("the rebind worker evicts what its own VM maps"),
    RBW_041_PLAIN_VM_PAUSED("a lack of memory pauses a VM without RESTARTABLE"),
    RBW_042_EVICTED_FOR_GOOD("a buffer that found no room once is not tried again"),
    RBW_043_SAME_ERROR_ONCE("a lack of memory that goes on is reported once"),
    RBW_044_CONTEXTS_LEAK("the contexts of a queue that is gone keep their memory"),
    RBW_045_EVERY_VM_PAUSED("a lack of memory pauses all VMs of the device"),
    RBW_046_UNMAPPED_BUFFERS_STAY("the rebind worker does not evict buffers that no VM maps"),
    RBW_047_FIRST_PAGE_LOST("of several buffers that are evicted at once all but one lose their first page"),
    RBW_048_PAUSED_VM_LEAKS("a VM that is destroyed while it lacks memory keeps its buffers"),
    RBW_049_EXEC_BRINGS_NOTHING_BACK("EXEC runs jobs of a VM whose buffers are elsewhere"),
    RBW_050_BIND_EVICTS_OWN_BUFFERS("VM_BIND of a long-running VM evicts what the VM maps");

    private final String wrong;

    ExhaustionDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
