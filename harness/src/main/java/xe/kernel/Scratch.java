// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Memory of this process for what a system call reads or writes: zero-filled and with a guard page behind it, as
 * {@link NativeMemory} is, but used again from call to call, and never unmapped.
 *
 * <p>Whoever borrows it closes it, once the kernel is done with it. What is never closed is never used again.
 */
public final class Scratch implements AutoCloseable {
    /** Each request fits. */
    private static final long SMALLEST = Ioc.MAX_SIZE + 1;

    /** By their size, a power of two. */
    private static final Map<Long, Deque<NativeMemory>> FREE = new ConcurrentHashMap<>();

    /** Every block, lent or free, by its address. */
    private static final NavigableMap<Long, MemorySegment> BLOCKS = new ConcurrentSkipListMap<>();

    private final NativeMemory block;
    private final MemorySegment segment;
    private final AtomicBoolean lent = new AtomicBoolean(true);

    private Scratch(NativeMemory block, MemorySegment segment) {
        this.block = block;
        this.segment = segment;
    }

    /** @param size in bytes, from 0 up; a multiple of the alignment that the memory needs */
    public static Scratch borrow(long size) {
        long needed = Math.max(SMALLEST, Long.highestOneBit(Math.max(1, size - 1)) << 1);
        NativeMemory used = free(needed).poll();
        NativeMemory block = used == null ? NativeMemory.allocate(new LinuxKernel(), needed) : used;
        if (used == null) {
            BLOCKS.put(block.address(), block.segment());
        }
        return new Scratch(block, block.last(size).fill((byte) 0));
    }

    private static Deque<NativeMemory> free(long size) {
        return FREE.computeIfAbsent(size, key -> new ConcurrentLinkedDeque<>());
    }

    /** The whole block that {@code address} lies in or just behind, lent or free; null if it is no such memory. */
    public static @Nullable MemorySegment around(long address) {
        Map.Entry<Long, MemorySegment> block = BLOCKS.floorEntry(address);
        return block == null || address > block.getKey() + block.getValue().byteSize() ? null : block.getValue();
    }

    /** The {@code size} bytes at {@code address}; null if they are not all of one block. */
    static @Nullable MemorySegment at(long address, long size) {
        MemorySegment block = around(address);
        long offset = block == null ? 0 : address - block.address();
        return block == null || size > block.byteSize() - offset ? null : block.asSlice(offset, size);
    }

    public MemorySegment segment() {
        return segment;
    }

    public long address() {
        return segment.address();
    }

    /** Gives it back; further calls do nothing. */
    @Override
    public void close() {
        if (lent.compareAndSet(true, false)) {
            free(block.size()).push(block);
        }
    }
}
