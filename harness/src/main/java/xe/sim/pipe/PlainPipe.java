// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.EPIPE;

import java.util.Arrays;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;

/**
 * An ordinary pipe: a queue of bytes. Writing without a reader gives EPIPE; the signal is not modelled.
 */
final class PlainPipe extends Pipe {
    private static final int MAX_TRANSFER = 1 << 20;

    private final boolean watchQueues;
    private byte[] queued = {};

    /** @param watchQueues whether the kernel was built with WATCH_QUEUE */
    PlainPipe(Machine machine, long inode, boolean watchQueues) {
        super(machine, inode);
        this.watchQueues = watchQueues;
    }

    @Override
    long read(PipeEnd end, Iovec[] vectors, boolean noWait) {
        int wanted = (int) Math.min(Iovec.total(vectors), MAX_TRANSFER);
        while (wanted > 0) {
            synchronized (this) {
                if (queued.length > 0) {
                    int done = machine()
                            .memory()
                            .scatter(vectors, Arrays.copyOf(queued, Math.min(wanted, queued.length)), 0);
                    consume(done);
                    return done == 0 ? EFAULT.negated() : done;
                }
                if (writers() == 0) {
                    return 0;
                }
            }
            if (end.nonBlocking() || noWait) {
                return EAGAIN.negated();
            }
            if (!changed().await(() -> !isEmpty() || writers() == 0)) {
                return EINTR.negated();
            }
        }
        return 0;
    }

    @Override
    long write(PipeEnd end, Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) == 0) {
            return 0;
        }
        byte[] bytes = machine().memory().gather(vectors, MAX_TRANSFER);
        return bytes == null ? EFAULT.negated() : put(bytes, end.nonBlocking() || noWait);
    }

    /** Queues bytes; up to a page at once goes in whole or not at all. */
    long put(byte[] bytes, boolean noWait) {
        int done = 0;
        while (true) {
            synchronized (this) {
                if (readers() == 0) {
                    return done > 0 ? done : EPIPE.negated();
                }
                int room = maxUsage() * PAGE - queued.length;
                int left = bytes.length - done;
                if (room >= left || (bytes.length > PAGE && room > 0)) {
                    int part = Math.min(room, left);
                    int old = queued.length;
                    queued = Arrays.copyOf(queued, old + part);
                    System.arraycopy(bytes, done, queued, old, part);
                    done += part;
                }
            }
            if (done > 0) {
                wakeReaders();
            }
            if (done == bytes.length) {
                return done;
            }
            if (noWait) {
                return done > 0 ? done : EAGAIN.negated();
            }
            int before = done;
            if (!changed().await(() -> roomFor(bytes.length - before) || readers() == 0)) {
                return before > 0 ? before : EINTR.negated();
            }
        }
    }

    /** Up to {@code limit} bytes, still queued. */
    byte[] peek(int limit) {
        synchronized (this) {
            return Arrays.copyOf(queued, Math.min(limit, queued.length));
        }
    }

    synchronized void consume(int count) {
        queued = Arrays.copyOfRange(queued, count, queued.length);
        wakeWriters();
    }

    private synchronized boolean roomFor(int bytes) {
        int room = maxUsage() * PAGE - queued.length;
        return room >= Math.min(bytes, PAGE);
    }

    @Override
    long ioctl(PipeEnd end, int request, long argument) {
        boolean setSize = request == WatchQueue.IOC_WATCH_QUEUE_SET_SIZE;
        if (!setSize && request != WatchQueue.IOC_WATCH_QUEUE_SET_FILTER) {
            return super.ioctl(end, request, argument);
        }
        if (!watchQueues) { // NP-020
            return machine().has(PipeDefect.NP_020_ENODEV_WITHOUT_WATCH_QUEUE) ? ENODEV.negated() : ENOTTY.negated();
        }
        if (setSize) { // NP-017
            return machine().has(PipeDefect.NP_017_PLAIN_PIPE_EINVAL) ? EINVAL.negated() : ENODEV.negated();
        }
        if (argument == 0 && machine().has(PipeDefect.NP_008_PLAIN_PIPE_TAKES_NULL_FILTER)) {
            return 0;
        }
        if (machine().has(PipeDefect.NP_030_POINTER_LOOKED_AT_FIRST)
                && machine().memory().bytes(argument, Long.BYTES) == null) {
            return EFAULT.negated();
        }
        return ENODEV.negated(); // NP-030
    }

    @Override
    synchronized long queuedBytes() {
        return queued.length;
    }

    @Override
    synchronized int occupancy() {
        return (queued.length + PAGE - 1) / PAGE;
    }

    @Override
    synchronized boolean isEmpty() {
        return queued.length == 0;
    }
}
