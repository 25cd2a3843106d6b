// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPERM;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * Memory behind a descriptor (memfd_create): written and sealed, never read or mapped, as nobody here does that.
 */
public final class MemFile extends OpenFile {
    private static final int MAX_WRITE = 1 << 20;

    private final UserMemory memory;
    private final String name;
    private @Nullable SharedMemory pages;
    private long size;
    private long position;
    private int seals;

    public MemFile(UserMemory memory, String name, boolean sealable) {
        super(Abi.O_RDWR);
        this.memory = memory;
        this.name = name;
        this.seals = sealable ? 0 : Abi.F_SEAL_SEAL;
    }

    public synchronized long size() {
        return size;
    }

    /** F_GET_SEALS. */
    public synchronized int seals() {
        return seals;
    }

    /** F_ADD_SEALS. */
    public synchronized long addSeals(int added) {
        if ((added & ~Abi.F_SEAL_ALL) != 0) {
            return EINVAL.negated();
        }
        if ((seals & Abi.F_SEAL_SEAL) != 0) {
            return EPERM.negated();
        }
        seals |= added;
        return 0;
    }

    /** Some of its pages, which outlive it; null if it does not reach so far. */
    public synchronized @Nullable SharedMemory part(long from, long length) {
        boolean there = pages != null && from >= 0 && length <= size - from;
        return there ? pages.part(from, length) : null;
    }

    @Override
    public synchronized long seek(long offset, int whence) {
        if (whence != Abi.SEEK_SET || offset < 0) {
            return EINVAL.negated();
        }
        position = offset;
        return offset;
    }

    @Override
    public synchronized long write(Iovec[] vectors, boolean noWait) {
        byte[] bytes = memory.gather(vectors, MAX_WRITE);
        if (bytes == null) {
            return EFAULT.negated();
        }
        grow(position + bytes.length).segment().asSlice(position, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        position += bytes.length;
        return bytes.length;
    }

    /** The pages, with room for {@code end} bytes; what was there is copied. */
    private SharedMemory grow(long end) {
        SharedMemory old = pages;
        size = Math.max(size, end);
        if (old != null && size <= old.segment().byteSize()) {
            return old;
        }
        SharedMemory grown = SharedMemory.allocate((size + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE * Abi.PAGE_SIZE);
        if (old != null) {
            MemorySegment.copy(
                    old.segment(), 0, grown.segment(), 0, old.segment().byteSize());
            old.close();
        }
        pages = grown;
        return grown;
    }

    @Override
    public boolean regular() {
        return true;
    }

    @Override
    protected String anonymousName() {
        return "/memfd:" + name + " (deleted)";
    }

    @Override
    protected synchronized void release() {
        if (pages != null) {
            pages.close();
        }
    }
}
