// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.EPERM;
import static xe.kernel.Errno.EPIPE;
import static xe.kernel.Errno.EXDEV;

import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;

/**
 * A notification pipe: what its two ends see of the records that its {@link WatchQueue} takes in.
 */
final class NotificationPipe extends Pipe {
    private final NotificationRing ring;
    private final WatchQueue queue;
    private boolean sized;

    NotificationPipe(Machine machine, long inode, int knownTypes) {
        super(machine, inode);
        this.ring = new NotificationRing(machine);
        this.queue = new WatchQueue(this, ring, knownTypes);
    }

    WatchQueue queue() {
        return queue;
    }

    synchronized boolean isSized() {
        return sized;
    }

    @Override
    void destroy() {
        queue.clear();
        super.destroy();
    }

    @Override
    long ioctl(PipeEnd end, int request, long argument) {
        return switch (request) {
            case WatchQueue.IOC_WATCH_QUEUE_SET_SIZE -> setNotes(end, argument);
            case WatchQueue.IOC_WATCH_QUEUE_SET_FILTER -> queue.setFilter(argument);
            case Abi.FIONREAD -> super.ioctl(end, request, argument);
            default -> machine().has(ReadDefect.NP_117_OTHER_IOCTL_EINVAL) ? EINVAL.negated() : ENOTTY.negated();
        };
    }

    /** {@code watch_queue_set_size()}. */
    private synchronized long setNotes(PipeEnd end, long argument) {
        Machine machine = machine();
        if (!end.readable() && machine.has(PipeDefect.NP_016_WRITE_END_REFUSED)) {
            return EBADF.negated();
        }
        NoteCount count = NoteCount.of(machine, argument);
        boolean inRange = count.inRange();
        if (sized && (inRange || !machine.has(PipeDefect.NP_015_RANGE_BEFORE_BUSY))) {
            if (!machine.has(PipeDefect.NP_015_SECOND_SIZE_ACCEPTED)) {
                return EBUSY.negated();
            }
        }
        if (!inRange) {
            return EINVAL.negated();
        }
        int pages = count.pages();
        int before = accounted();
        int total = account(pages);
        boolean tooMany = pages > maxUsage() && total > machine.task().pipePagesSoft();
        if (tooMany && !machine.task().root()) { // NP-022
            account(before);
            return EPERM.negated();
        }
        sized = true;
        if (!machine.has(PipeDefect.NP_021_PIPE_SIZE_UNCHANGED)) {
            setMaxUsage(pages);
        }
        ring.resize(count.slots());
        return 0;
    }

    @Override
    long read(PipeEnd end, Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) == 0 && !machine().has(ReadDefect.NP_063_ZERO_LENGTH_READS)) {
            return 0; // NP-063
        }
        while (true) {
            synchronized (this) {
                long done = ring.read(vectors, writers() > 0);
                if (done != NotificationRing.EMPTY) {
                    return done;
                }
                if (writers() == 0) { // NP-070
                    return machine().has(ReadDefect.NP_070_NO_END_OF_FILE) ? EAGAIN.negated() : 0;
                }
            }
            if (machine().has(WatchDefect.RBW_009_STATE_BEFORE_EVENT)) {
                machine().race().meet();
            }
            if (end.nonBlocking() || noWait) { // NP-064
                return machine().has(ReadDefect.NP_064_EMPTY_READS_ZERO) ? 0 : EAGAIN.negated();
            }
            if (machine().has(ReadDefect.NP_065_NEVER_SLEEPS)) {
                return EAGAIN.negated();
            }
            if (!changed().await(() -> !isEmpty() || writers() == 0)) {
                return EINTR.negated();
            }
        }
    }

    @Override
    long write(PipeEnd end, Iovec[] vectors, boolean noWait) {
        Machine machine = machine();
        if (Iovec.total(vectors) == 0 && machine.has(ReadDefect.NP_110_EMPTY_WRITE_SUCCEEDS)) {
            return 0;
        }
        if (readers() == 0 && machine.has(ReadDefect.NP_110_EPIPE_WITHOUT_READER)) {
            return EPIPE.negated();
        }
        return EXDEV.negated(); // NP-110
    }

    @Override
    synchronized int poll(PipeEnd end) {
        int mask = super.poll(end);
        Machine machine = machine();
        if (end.readable() && ring.lossPending() && machine.has(ReadDefect.NP_081_LOSS_IS_READABLE)) {
            mask |= Abi.POLLIN | Abi.POLLRDNORM;
        }
        if (machine.has(ReadDefect.NP_080_NO_POLLRDNORM)) {
            mask &= ~Abi.POLLRDNORM;
        }
        if (machine.has(ReadDefect.NP_082_NO_HANG_UP)) {
            mask &= ~Abi.POLLHUP;
        }
        if (machine.has(ReadDefect.NP_083_NO_POLLERR)) {
            mask &= ~Abi.POLLERR;
        }
        if (end.writable() && machine.has(ReadDefect.NP_084_ALWAYS_WRITABLE)) {
            mask |= Abi.POLLOUT | Abi.POLLWRNORM;
        }
        return mask;
    }

    /** F_SETPIPE_SZ. */
    @Override
    synchronized long setSize(long bytes) {
        return machine().has(PipeDefect.NP_024_PIPE_SIZE_CAN_CHANGE) ? super.setSize(bytes) : EBUSY.negated();
    }

    /** F_GETPIPE_SZ. */
    @Override
    synchronized long size() {
        return !sized && machine().has(PipeDefect.NP_009_NO_SIZE_BEFORE_SIZING) ? 0 : super.size();
    }

    @Override
    synchronized long queuedBytes() {
        return ring.bytes();
    }

    @Override
    synchronized int occupancy() {
        return ring.size();
    }

    @Override
    synchronized boolean isEmpty() {
        return ring.isEmpty();
    }
}
