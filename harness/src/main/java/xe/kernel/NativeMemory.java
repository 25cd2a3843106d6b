// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A block of memory, mapped through a {@link Kernel}, that ends right at an inaccessible guard page.
 *
 * <p>A kernel that reads or writes one byte past the block gets EFAULT, as it would past a process's own memory. The block's
 * pages can be made read-only, unreadable or unmapped for the EFAULT rules. Whoever allocates it closes it.
 */
public final class NativeMemory implements AutoCloseable {
    /** An address without memory. It is below vm.mmap_min_addr, so no other thread can map any there, as it could in a hole. */
    public static final long NEVER_MAPPED = 0x1000;

    private final Kernel kernel;
    private final long base;
    private final long mapped;
    private final long address;
    private final long size;
    private final MemorySegment segment;

    /** Where what is still mapped begins: what was unmapped may belong to another thread by now. */
    private long start;

    private NativeMemory(Kernel kernel, long base, long mapped, long size) {
        this.kernel = kernel;
        this.base = base;
        this.start = base;
        this.mapped = mapped;
        this.size = size;
        this.address = base + mapped - Abi.PAGE_SIZE - size;
        this.segment = RawMemory.at(address, size);
    }

    /**
     * Maps zero-filled memory whose last byte is the last one before the guard page.
     *
     * @param size in bytes, from 0 up; a multiple of the alignment that the block needs
     * @throws SyscallException if the kernel refuses the mapping
     */
    public static NativeMemory allocate(Kernel kernel, long size) {
        long pages = (Math.max(size, 1) + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE;
        long mapped = (pages + 1) * Abi.PAGE_SIZE;
        long base = kernel.mmap(0, mapped, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS, -1, 0)
                .orThrow("mmap");
        kernel.mprotect(base + mapped - Abi.PAGE_SIZE, Abi.PAGE_SIZE, Abi.PROT_NONE)
                .orThrow("mprotect of the guard page");
        return new NativeMemory(kernel, base, mapped, size);
    }

    public long address() {
        return address;
    }

    public long size() {
        return size;
    }

    /** The block's bytes. Touching them after {@link #close}, {@link #makeUnreadable} or {@link #unmap} ends the JVM. */
    public MemorySegment segment() {
        return segment;
    }

    /** The last {@code size} bytes of the block, up to all of it: as good as a block of that size. */
    public MemorySegment last(long size) {
        return segment.asSlice(this.size - size);
    }

    /** The kernel can still read the block, but writing to it gives EFAULT. */
    public void makeReadOnly() {
        protect(Abi.PROT_READ);
    }

    public void makeUnreadable() {
        protect(Abi.PROT_NONE);
    }

    public void makeWritable() {
        protect(Abi.PROT_READ | Abi.PROT_WRITE);
    }

    /** Leaves a hole at the block's address, which another thread's mapping may fill. */
    public void unmap() {
        unmapFirst(mapped - Abi.PAGE_SIZE);
    }

    /** Unmaps the first pages of the block alone. */
    public void unmapFirst(long bytes) {
        kernel.munmap(start, base + bytes - start).orThrow("munmap");
        start = base + bytes;
    }

    /** Puts new, zero-filled pages in place of the block's own, at the same address. */
    public void replace() {
        kernel.mmap(
                        base,
                        mapped - Abi.PAGE_SIZE,
                        Abi.PROT_READ | Abi.PROT_WRITE,
                        Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS | Abi.MAP_FIXED,
                        -1,
                        0)
                .orThrow("mmap over the block");
        start = base;
    }

    private void protect(int protection) {
        kernel.mprotect(base, mapped - Abi.PAGE_SIZE, protection).orThrow("mprotect");
    }

    @Override
    public void close() {
        kernel.munmap(start, base + mapped - start).ignore();
    }
}
