// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * What every layer of one simulated machine shares.
 *
 * @param defects the bugs that are switched on
 * @param memory the calling process's memory
 * @param mappings its address space: mmap, munmap, mprotect and who is told of them
 * @param log the kernel log
 * @param task the calling process
 */
public record Machine(Defects defects, UserMemory memory, AddressSpace mappings, KernelLog log, Task task) {

    public boolean has(Defect defect) {
        return defects.has(defect);
    }
}
