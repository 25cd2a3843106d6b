// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EMFILE;
import static xe.kernel.Errno.ENFILE;
import static xe.kernel.Errno.ENOPKG;

import java.util.concurrent.atomic.AtomicLong;
import xe.kernel.Abi;
import xe.sim.os.FdTable;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/**
 * Makes the pipes of one machine: pipe2(2).
 */
public final class Pipes {
    private static final int ALLOWED = Abi.O_CLOEXEC | Abi.O_NONBLOCK | Abi.O_DIRECT | Abi.O_NOTIFICATION_PIPE;
    private static final long FIRST_INODE = 4096;

    private final Machine machine;
    private final boolean watchQueues;
    private final int knownTypes;
    private final AtomicLong nextInode = new AtomicLong(FIRST_INODE);

    /**
     * @param watchQueues whether the kernel was built with WATCH_QUEUE
     * @param knownTypes record types that the kernel knows: 3 with the series applied, 2 without
     */
    public Pipes(Machine machine, boolean watchQueues, int knownTypes) {
        this.machine = machine;
        this.watchQueues = watchQueues;
        this.knownTypes = knownTypes;
    }

    /** pipe2(2); {@code fds} is the address of two ints. */
    public long pipe2(long fds, int flags) {
        if ((flags & ~ALLOWED) != 0 && !machine.has(PipeDefect.NP_003_UNKNOWN_FLAGS_IGNORED)) { // NP-003
            return EINVAL.negated();
        }
        boolean notifies = (flags & Abi.O_NOTIFICATION_PIPE) != 0;
        if (notifies && (!watchQueues || machine.has(PipeDefect.FEAT_007_NO_WATCH_QUEUES))) {
            return withoutWatchQueue();
        }
        if (notifies && flags == Abi.O_NOTIFICATION_PIPE && machine.has(PipeDefect.NP_001_NOT_ALONE)) {
            return EINVAL.negated();
        }
        long inode = nextInode.getAndIncrement();
        Pipe pipe = notifies
                ? new NotificationPipe(machine, inode, knownTypes)
                : new PlainPipe(machine, inode, watchQueues);
        int status = flags & Abi.O_NONBLOCK;
        int shown = notifies && machine.has(PipeDefect.NP_007_SHOWS_THE_FLAG) ? Abi.O_NOTIFICATION_PIPE : 0;
        boolean halfBlocking = notifies && machine.has(PipeDefect.NP_002_WRITE_END_BLOCKS);
        boolean directOnBoth = notifies && machine.has(PipeDefect.NP_002_DIRECT_ON_BOTH_ENDS);
        int direct = flags & Abi.O_DIRECT;
        PipeEnd reader = pipe.end(Abi.O_RDONLY | status | shown | (directOnBoth ? direct : 0));
        PipeEnd writer = pipe.end(Abi.O_WRONLY | (halfBlocking ? 0 : status) | shown | direct);
        return install(fds, reader, writer, (flags & Abi.O_CLOEXEC) != 0, notifies);
    }

    /** NP-004: comes before the descriptors and before the pointer. */
    private long withoutWatchQueue() {
        if (machine.has(PipeDefect.NP_004_DESCRIPTORS_COME_FIRST)
                && machine.files().inUse().size() >= machine.task().nofileSoft()) {
            return EMFILE.negated();
        }
        return machine.has(PipeDefect.NP_004_EINVAL_INSTEAD) ? EINVAL.negated() : ENOPKG.negated();
    }

    private long install(long fds, OpenFile reader, OpenFile writer, boolean cloexec, boolean notifies) {
        FdTable files = machine.files();
        long first = files.install(reader, cloexec);
        long second = first < 0 ? first : files.install(writer, cloexec);
        if (second < 0) { // NP-005
            if (first >= 0) {
                files.close((int) first);
            } else {
                reader.put();
            }
            writer.put();
            return notifies && machine.has(PipeDefect.NP_005_ENFILE_INSTEAD) ? ENFILE.negated() : second;
        }
        boolean stored =
                machine.memory().putInt(fds, (int) first) && machine.memory().putInt(fds + Integer.BYTES, (int) second);
        if (!stored) { // NP-006
            if (!notifies || !machine.has(PipeDefect.NP_006_DESCRIPTORS_LEAK)) {
                files.close((int) first);
                files.close((int) second);
            }
            return EFAULT.negated();
        }
        return 0;
    }
}
