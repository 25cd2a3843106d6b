// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What every layer of one simulated machine shares.
 *
 * @param defects the bugs that are switched on
 * @param memory the calling process's memory
 * @param mappings its address space: mmap, munmap, mprotect and who is told of them
 * @param log the kernel log
 * @param task the calling process
 * @param files its descriptors
 * @param shrinkers what gives memory back when the kernel asks for it
 * @param race where a defect makes two of its threads meet
 */
public record Machine(
        Defects defects,
        UserMemory memory,
        AddressSpace mappings,
        KernelLog log,
        Task task,
        FdTable files,
        List<Runnable> shrinkers,
        Rendezvous race) {

    /** A machine that has just been booted. */
    public static Machine boot(Defects defects, boolean root) {
        Task task = new Task(root);
        UserMemory memory = new UserMemory();
        return new Machine(
                defects,
                memory,
                new AddressSpace(),
                new KernelLog(memory),
                task,
                new FdTable(task),
                new CopyOnWriteArrayList<>(),
                new Rendezvous());
    }

    public boolean has(Defect defect) {
        return defects.has(defect);
    }
}
