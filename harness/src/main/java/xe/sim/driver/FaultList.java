// SPDX-License-Identifier: MIT
package xe.sim.driver;

import java.util.ArrayList;
import java.util.List;

/**
 * The page faults of one VM that could not be resolved, oldest first.
 */
public final class FaultList {
    /** MAX_FAULTS_SAVED_PER_VM. */
    public static final int LIMIT = 50;

    private final List<VmFault> faults = new ArrayList<>();

    /**
     * One fault.
     *
     * @param address as the hardware gave it, not canonical
     * @param precision granularity of the address in bytes
     * @param access 0 read, 1 write, 2 atomic
     * @param type 0 not present, 1 write access, 2 atomic access, 15 for a nack by the producer
     * @param level 0 PTE to 4 PML5, 15 for a nack by the producer
     */
    public record VmFault(long address, int precision, int access, int type, int level) {}

    /** Keeps the fault, unless the list is full: the first 50 stay (VGP-015). */
    public synchronized void add(VmFault fault) {
        if (faults.size() < LIMIT) {
            faults.add(fault);
        }
    }

    /** What is stored now. */
    public synchronized List<VmFault> snapshot() {
        return List.copyOf(faults);
    }
}
