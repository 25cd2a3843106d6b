// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import xe.kernel.Abi;
import xe.kernel.HostMemory;
import xe.kernel.LinuxKernel;
import xe.kernel.RawMemory;
import xe.kernel.SyscallResult;

/**
 * Zero-filled pages that the model and the process can both map: what backs a buffer object.
 */
public final class SharedMemory implements AutoCloseable {
    /** By which a mapping of device memory is known. */
    static final String NAME = "xe-cts";

    private static final LinuxKernel HOST = new LinuxKernel();

    private final int fd;
    private final MemorySegment segment;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SharedMemory(int fd, MemorySegment segment) {
        this.fd = fd;
        this.segment = segment;
    }

    /** @param size in bytes, a multiple of the page size */
    public static SharedMemory allocate(long size) {
        int fd = new SyscallResult(HostMemory.memfd(NAME, size)).intOrThrow("memfd_create");
        long base = HOST.mmap(0, size, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_SHARED, fd, 0)
                .orThrow("mmap of a buffer's memory");
        return new SharedMemory(fd, RawMemory.at(base, size));
    }

    /** The model's own view. Not to be touched after {@link #close}. */
    public MemorySegment segment() {
        return segment;
    }

    int fd() {
        return fd;
    }

    /** Drops the model's view; the process's mappings live on. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            HOST.munmap(segment.address(), segment.byteSize()).ignore();
            HOST.close(fd).ignore();
        }
    }
}
