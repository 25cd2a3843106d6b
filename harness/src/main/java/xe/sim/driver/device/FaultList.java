// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.VmPropertyDefect.VGP_015_LAST_FIFTY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_033_DUPLICATES_DROPPED;

import java.util.ArrayList;
import java.util.List;

/**
 * The page faults of one VM that could not be resolved, oldest first.
 */
public final class FaultList {
    /** MAX_FAULTS_SAVED_PER_VM. */
    public static final int LIMIT = 50;

    private final XeDevice device;
    private final List<VmFault> faults = new ArrayList<>();

    FaultList(XeDevice device) {
        this.device = device;
    }

    /**
     * One fault.
     *
     * @param address without sign extension, the low 12 bits clear
     * @param precision granularity of the address in bytes
     * @param access 0 read, 1 write, 2 atomic
     * @param type 0 not present, 1 write access, 2 atomic access, 15 for a nack by the producer
     * @param level 0 PTE to 4 PML5, 15 for a nack by the producer
     */
    public record VmFault(long address, int precision, int access, int type, int level) {}

    /** Keeps the fault, unless the list is full: the first 50 stay (VGP-015). */
    public synchronized void add(VmFault fault) {
        boolean known = faults.stream().anyMatch(stored -> stored.address() == fault.address());
        if (known && device.has(VGP_033_DUPLICATES_DROPPED)) {
            return;
        }
        if (faults.size() == LIMIT && device.has(VGP_015_LAST_FIFTY)) {
            faults.removeFirst();
        }
        if (faults.size() < LIMIT) {
            faults.add(fault);
        }
    }

    /** What is stored now. */
    public synchronized List<VmFault> snapshot() {
        return List.copyOf(faults);
    }

    public synchronized void clear() {
        faults.clear();
    }
}
