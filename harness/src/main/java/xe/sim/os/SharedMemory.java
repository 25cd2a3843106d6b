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
    private final long offset;
    private final MemorySegment segment;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SharedMemory(int fd, long offset, MemorySegment segment) {
        this.fd = fd;
        this.offset = offset;
        this.segment = segment;
    }

    /** @param size in bytes, a multiple of the page size */
    public static SharedMemory allocate(long size) {
        int fd = new SyscallResult(HostMemory.memfd(NAME, size)).intOrThrow("memfd_create");
        return of(fd, 0, size);
    }

    private static SharedMemory of(int fd, long offset, long size) {
        long base = HOST.mmap(0, size, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_SHARED, fd, offset)
                .orThrow("mmap of a buffer's memory");
        return new SharedMemory(fd, offset, RawMemory.at(base, size));
    }

    /** The same pages, or some of them, once more: they live until the last of these is closed. */
    public SharedMemory part(long from, long size) {
        return of(HOST.dup(fd).intOrThrow("dup"), offset + from, size);
    }

    /** The model's own view. Not to be touched after {@link #close}. */
    public MemorySegment segment() {
        return segment;
    }

    /** Where in the host's file it begins. */
    long offset() {
        return offset;
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
