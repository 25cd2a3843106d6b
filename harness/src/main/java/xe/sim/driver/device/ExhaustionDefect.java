// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in what happens when memory runs out. */
public enum ExhaustionDefect implements Defect {
    RBW_014_EVICTION_DOES_NOT_PREEMPT("a VM's queues go on while a buffer of it is moved"),
    RBW_040_OWN_BUFFERS_EVICTED("the rebind worker evicts what its own VM maps"),
    RBW_047_ONE_BUFFER_COMES_BACK("of several evicted buffers only the first is brought back");

    private final String wrong;

    ExhaustionDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
