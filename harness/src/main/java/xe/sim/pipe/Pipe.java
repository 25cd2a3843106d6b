// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.ENXIO;
import static xe.kernel.Errno.EPERM;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.Opened;
import xe.sim.os.WaitQueue;

/**
 * What both ends of a pipe share ({@code struct pipe_inode_info}). Its monitor is the pipe's mutex.
 */
abstract class Pipe {
    static final int PAGE = 4096;
    static final int DEFAULT_BUFFERS = 16;
    private static final int OVER_LIMIT_BUFFERS = 2;
    private static final long MAX_SIZE = 1 << 20;

    private final Machine machine;
    private final long inode;
    private final Set<PipeEnd> ends = new CopyOnWriteArraySet<>();
    private final WaitQueue changed = new WaitQueue();
    private int readers;
    private int writers;
    private int writersEver;
    private int maxUsage;
    private int accounted;

    Pipe(Machine machine, long inode) {
        this.machine = machine;
        this.inode = inode;
        int total = machine.task().pipePages().addAndGet(DEFAULT_BUFFERS);
        accounted = DEFAULT_BUFFERS;
        if (!machine.task().root() && total > machine.task().pipePagesSoft()) {
            account(OVER_LIMIT_BUFFERS);
        }
        maxUsage = accounted;
    }

    abstract long read(PipeEnd end, Iovec[] vectors, boolean noWait);

    abstract long write(PipeEnd end, Iovec[] vectors, boolean noWait);

    /** Bytes that FIONREAD counts. */
    abstract long queuedBytes();

    /** Buffers in use, of {@link #maxUsage}. */
    abstract int occupancy();

    abstract boolean isEmpty();

    final Machine machine() {
        return machine;
    }

    final long inode() {
        return inode;
    }

    final WaitQueue changed() {
        return changed;
    }

    final synchronized int readers() {
        return readers;
    }

    final synchronized int writers() {
        return writers;
    }

    final int maxUsage() {
        return maxUsage;
    }

    final void setMaxUsage(int pages) {
        maxUsage = pages;
    }

    /** Charges the user with {@code pages} instead of what the pipe had; returns the user's total. */
    final int account(int pages) {
        int total = machine.task().pipePages().addAndGet(pages - accounted);
        accounted = pages;
        return total;
    }

    final int accounted() {
        return accounted;
    }

    /** A new end, already counted. */
    final synchronized PipeEnd end(int flags) {
        PipeEnd end = new PipeEnd(this, flags);
        ends.add(end);
        readers += end.readable() ? 1 : 0;
        if (end.writable()) {
            writers++;
            writersEver++;
        }
        end.setWritersAtOpen(0);
        return end;
    }

    /** fifo_open(): what /proc/self/fd/N leads to. */
    final Opened reopen(int flags) {
        int mode = flags & Abi.O_ACCMODE;
        boolean noWait = (flags & Abi.O_NONBLOCK) != 0;
        if (mode == Abi.O_WRONLY && noWait && readers() == 0) {
            return Opened.refused(ENXIO);
        }
        PipeEnd end = end(flags);
        if (mode != Abi.O_RDONLY
                && this instanceof NotificationPipe
                && machine.has(ReadDefect.NP_072_REOPENED_WRITER_NOT_COUNTED)) {
            synchronized (this) {
                writers--;
            }
        }
        wakeReaders();
        wakeWriters();
        if (mode == Abi.O_RDONLY && writers() == 0) {
            int before = writersEver;
            end.setWritersAtOpen(before);
            if (!noWait && !changed.await(() -> writersEver != before)) {
                end.put();
                return Opened.refused(EINTR);
            }
        }
        if (mode == Abi.O_WRONLY && !noWait && !changed.await(() -> readers() > 0)) {
            end.put();
            return Opened.refused(EINTR);
        }
        return Opened.file(end);
    }

    final void released(PipeEnd end) {
        boolean last;
        synchronized (this) {
            ends.remove(end);
            readers -= end.readable() ? 1 : 0;
            writers -= end.writable() ? 1 : 0;
            last = readers == 0 && writers == 0;
        }
        wakeReaders();
        wakeWriters();
        if (last || (this instanceof NotificationPipe && machine.has(WatchDefect.WQ_051_CLOSED_END_ENDS_IT))) {
            destroy();
        }
    }

    /** The last end is gone. */
    void destroy() {
        account(0);
    }

    final void wakeReaders() {
        changed.wakeAll();
        for (PipeEnd end : ends) {
            if (end.readable()) {
                end.waiters().wakeAll();
            }
        }
    }

    final void wakeWriters() {
        changed.wakeAll();
        for (PipeEnd end : ends) {
            if (end.writable()) {
                end.waiters().wakeAll();
            }
        }
    }

    synchronized int poll(PipeEnd end) {
        int mask = 0;
        if (end.readable()) {
            mask |= isEmpty() ? 0 : Abi.POLLIN | Abi.POLLRDNORM;
            mask |= writers == 0 && end.writersAtOpen() != writersEver ? Abi.POLLHUP : 0;
        }
        if (end.writable()) {
            mask |= occupancy() < maxUsage ? Abi.POLLOUT | Abi.POLLWRNORM : 0;
            mask |= readers == 0 ? Abi.POLLERR : 0;
        }
        return mask;
    }

    long ioctl(PipeEnd end, int request, long argument) {
        if (request != Abi.FIONREAD) {
            return ENOTTY.negated();
        }
        long bytes;
        synchronized (this) {
            bytes = queuedBytes();
        }
        return machine.memory().putInt(argument, (int) bytes) ? 0 : EFAULT.negated();
    }

    /** F_GETPIPE_SZ. */
    long size() {
        return (long) maxUsage * PAGE;
    }

    /** F_SETPIPE_SZ. */
    synchronized long setSize(long bytes) {
        long unsigned = bytes & 0xffffffffL;
        if (unsigned > 1L << 31) {
            return EINVAL.negated();
        }
        long rounded = Math.max(PAGE, Long.highestOneBit(Math.max(unsigned, 1) * 2 - 1));
        int pages = (int) (rounded / PAGE);
        boolean privileged = machine.task().root();
        if (pages > maxUsage && rounded > MAX_SIZE && !privileged) {
            return EPERM.negated();
        }
        int before = accounted;
        int total = account(pages);
        boolean tooMany = pages > maxUsage && total > machine.task().pipePagesSoft() && !privileged;
        if (tooMany || occupancy() > pages) {
            account(before);
            return tooMany ? EPERM.negated() : EBUSY.negated();
        }
        maxUsage = pages;
        return rounded;
    }
}
