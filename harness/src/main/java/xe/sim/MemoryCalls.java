// SPDX-License-Identifier: MIT
package xe.sim;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPERM;
import static xe.kernel.Errno.ESRCH;

import java.lang.foreign.MemorySegment;
import xe.kernel.Abi;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.sim.os.Task;
import xe.sim.pipe.PipeEnd;
import xe.sim.pipe.ReadDefect;

/**
 * mmap(2) and what else concerns the process rather than a file: limits and clocks.
 */
final class MemoryCalls {
    private static final int MAP_TYPE = 0xf;
    private static final int RLIM_NLIMITS = 16;
    private static final long NR_OPEN = 1 << 20;
    private static final long NS_PER_S = 1_000_000_000;
    private static final int CLOCK_REALTIME = 0;
    private static final int LIMIT_SIZE = 16;

    private final Machine machine;

    MemoryCalls(Machine machine) {
        this.machine = machine;
    }

    long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        if ((offset & Abi.PAGE_SIZE - 1) != 0) {
            return EINVAL.negated();
        }
        if ((flags & Abi.MAP_ANONYMOUS) != 0) {
            return length <= 0 ? EINVAL.negated() : machine.mappings().mmap(address, length, protection, flags, offset);
        }
        OpenFile file = machine.files().get(fd);
        if (file == null) {
            return EBADF.negated();
        }
        try {
            int type = flags & MAP_TYPE;
            if (length <= 0 || type == 0 || type > 3) {
                return EINVAL.negated();
            }
            boolean writes = type != Abi.MAP_PRIVATE && (protection & Abi.PROT_WRITE) != 0;
            if (!file.readable() || (writes && !file.writable())) {
                return EACCES.negated();
            }
            if (file instanceof PipeEnd end && end.notifies() && machine.has(ReadDefect.NP_069_MMAP_EINVAL)) {
                return EINVAL.negated();
            }
            return file.mmap(address, length, protection, flags, offset);
        } finally {
            file.put();
        }
    }

    long prlimit(int pid, int resource, long newLimit, long oldLimit) {
        if (Integer.compareUnsigned(resource, RLIM_NLIMITS) >= 0) {
            return EINVAL.negated();
        }
        byte[] wanted = newLimit == 0 ? null : machine.memory().bytes(newLimit, LIMIT_SIZE);
        if (newLimit != 0 && wanted == null) {
            return EFAULT.negated();
        }
        if (pid != 0 && pid != ProcessHandle.current().pid()) {
            return ESRCH.negated();
        }
        Task task = machine.task();
        boolean files = resource == Abi.RLIMIT_NOFILE;
        MemorySegment old = MemorySegment.ofArray(new byte[LIMIT_SIZE]);
        old.set(JAVA_LONG_UNALIGNED, 0, files ? task.nofileSoft() : -1);
        old.set(JAVA_LONG_UNALIGNED, Long.BYTES, files ? task.nofileHard() : -1);
        if (wanted != null) {
            long soft = MemorySegment.ofArray(wanted).get(JAVA_LONG_UNALIGNED, 0);
            long hard = MemorySegment.ofArray(wanted).get(JAVA_LONG_UNALIGNED, Long.BYTES);
            if (Long.compareUnsigned(soft, hard) > 0) {
                return EINVAL.negated();
            }
            boolean raises = Long.compareUnsigned(hard, files ? task.nofileHard() : -1) > 0;
            if ((files && Long.compareUnsigned(hard, NR_OPEN) > 0) || (raises && !task.root())) {
                return EPERM.negated();
            }
            if (files) {
                task.setNofile(soft, hard);
            }
        }
        return oldLimit == 0 || machine.memory().copyTo(oldLimit, old) ? 0 : EFAULT.negated();
    }

    long clockGettime(int clock, long timespec) {
        long nanoseconds = switch (clock) {
            case Abi.CLOCK_MONOTONIC -> System.nanoTime();
            case CLOCK_REALTIME -> System.currentTimeMillis() * 1_000_000;
            default -> -1;
        };
        if (nanoseconds < 0) {
            return EINVAL.negated();
        }
        MemorySegment value = MemorySegment.ofArray(new byte[2 * Long.BYTES]);
        value.set(JAVA_LONG_UNALIGNED, 0, nanoseconds / NS_PER_S);
        value.set(JAVA_LONG_UNALIGNED, Long.BYTES, nanoseconds % NS_PER_S);
        return machine.memory().copyTo(timespec, value) ? 0 : EFAULT.negated();
    }
}
