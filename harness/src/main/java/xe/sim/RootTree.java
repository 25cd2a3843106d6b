// SPDX-License-Identifier: MIT
package xe.sim;

import static xe.kernel.Errno.EINVAL;

import xe.sim.drm.DmaHeap;
import xe.sim.drm.Udmabuf;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.sim.os.NullFile;
import xe.sim.os.Opened;
import xe.sim.os.Task;

/**
 * The names that every machine has, whatever its devices.
 */
final class RootTree {
    private static final int WORLD_WRITABLE = 0666;

    private RootTree() {}

    static FileTree build(Machine machine, SimConfig config) {
        FileTree tree = new FileTree(machine.task(), machine.memory());
        tree.device("/dev/null", WORLD_WRITABLE, flags -> Opened.file(new NullFile(flags)));
        tree.device("/dev/tty", WORLD_WRITABLE, flags -> Opened.file(new NullFile(flags)));
        tree.device("/dev/ptmx", WORLD_WRITABLE, flags -> Opened.file(new NullFile(flags)));
        tree.device("/dev/dma_heap/system", 0600, flags -> Opened.file(new DmaHeap(machine, flags)));
        tree.device("/dev/udmabuf", 0600, flags -> Opened.file(new Udmabuf(machine, flags)));
        tree.device("/dev/kmsg", 0644, machine.log()::open);
        tree.directory("/tmp", 0777);
        tree.text("/etc/hostname", 0644, () -> "simulator\n");
        tree.text("/etc/passwd", 0644, () -> "root:x:0:0:root:/root:/bin/sh\n");
        tree.text("/usr/bin/java", 0755, () -> "\u007fELF");
        tree.symlink("/dev/fd", "/proc/self/fd");
        tree.later("/proc", () -> proc(tree, machine, config));
        if (config.debugfs()) {
            tree.later("/sys", () -> tree.directory("/sys/kernel/debug", 0700));
        }
        return tree;
    }

    private static void proc(FileTree tree, Machine machine, SimConfig config) {
        tree.symlink("/proc/self/exe", "/usr/bin/java");
        tree.text("/proc/sys/kernel/osrelease", 0444, () -> SimConfig.RELEASE + "\n");
        tree.text("/proc/sys/kernel/tainted", 0644, () -> "0\n");
        tree.descriptors("/proc/self/fd", machine.files());
        tree.symlink("/proc/thread-self", "self");
        tree.text("/proc/sys/vm/drop_caches", 0200, () -> "", text -> dropCaches(machine, text));
        tree.text("/proc/sys/vm/overcommit_memory", 0444, () -> "0\n");
        limits(tree, machine.task());
        if (config.faultInjection()) {
            faults(tree, machine.task());
        }
    }

    /** Bit 1 asks the shrinkers for all that they can give ({@code drop_slab()}); there is no page cache to drop. */
    private static long dropCaches(Machine machine, String text) {
        if (!text.strip().matches("[1-4]")) {
            return EINVAL.negated();
        }
        if ((Integer.parseInt(text.strip()) & 2) != 0) {
            machine.shrinkers().forEach(Runnable::run);
        }
        return 0;
    }

    private static void limits(FileTree tree, Task task) {
        tree.text(
                "/proc/sys/fs/pipe-user-pages-soft",
                0644,
                () -> (task.pipePagesSoft() == Long.MAX_VALUE ? 0 : task.pipePagesSoft()) + "\n",
                text -> {
                    if (!text.strip().matches("[0-9]{1,9}")) {
                        return EINVAL.negated();
                    }
                    long pages = Long.parseLong(text.strip());
                    task.setPipePagesSoft(pages == 0 ? Long.MAX_VALUE : pages);
                    return 0L;
                });
        tree.text("/proc/sys/fs/pipe-max-size", 0644, () -> "1048576\n");
        tree.text("/proc/sys/fs/nr_open", 0644, () -> "1048576\n");
    }

    private static void faults(FileTree tree, Task task) {
        tree.text("/proc/self/fail-nth", 0644, () -> task.failNth().get() + "\n", text -> {
            if (!text.strip().matches("[0-9]{1,9}")) {
                return EINVAL.negated();
            }
            task.failNth().set(Integer.parseInt(text.strip()));
            return 0L;
        });
        tree.text("/proc/self/make-it-fail", 0644, () -> task.makeItFail() ? "1\n" : "0\n", text -> {
            if (!text.strip().matches("[01]")) {
                return EINVAL.negated();
            }
            task.setMakeItFail(text.strip().equals("1"));
            return 0L;
        });
    }
}
