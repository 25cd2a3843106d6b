// SPDX-License-Identifier: MIT
package xe.sim.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import xe.kernel.Abi;

/**
 * A counter behind a descriptor (eventfd2).
 */
public final class EventFd extends OpenFile {
    private static final int SEMAPHORE = 1;

    private final UserMemory memory;
    private final boolean semaphore;
    private long count;

    /** @param flags EFD_SEMAPHORE and O_NONBLOCK */
    public EventFd(UserMemory memory, int initial, int flags) {
        super(Abi.O_RDWR | (flags & Abi.O_NONBLOCK));
        this.memory = memory;
        this.semaphore = (flags & SEMAPHORE) != 0;
        this.count = Integer.toUnsignedLong(initial);
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) < Long.BYTES) {
            return EINVAL.negated();
        }
        while (true) {
            synchronized (this) {
                if (count != 0) {
                    long value = semaphore ? 1 : count;
                    count -= value;
                    MemorySegment bytes = MemorySegment.ofArray(new byte[Long.BYTES]);
                    bytes.set(JAVA_LONG_UNALIGNED, 0, value);
                    return memory.copyTo(vectors[0].base(), bytes) ? Long.BYTES : EFAULT.negated();
                }
            }
            if (nonBlocking() || noWait) {
                return EAGAIN.negated();
            }
            if (!waiters().await(() -> poll() != Abi.POLLOUT)) {
                return EINTR.negated();
            }
        }
    }

    @Override
    public long write(Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) < Long.BYTES) {
            return EINVAL.negated();
        }
        Long added = memory.getLong(vectors[0].base());
        if (added == null) {
            return EFAULT.negated();
        }
        if (added == -1) {
            return EINVAL.negated();
        }
        synchronized (this) {
            if (Long.compareUnsigned(-2 - count, added) < 0) {
                return EAGAIN.negated();
            }
            count += added;
        }
        waiters().wakeAll();
        return Long.BYTES;
    }

    @Override
    public synchronized int poll() {
        return (count != 0 ? Abi.POLLIN : 0) | Abi.POLLOUT;
    }

    @Override
    protected String anonymousName() {
        return "anon_inode:[eventfd]";
    }
}
