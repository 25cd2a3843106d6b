// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Views of memory that a kernel mapped: the one place that turns an address into bytes.
 */
public final class RawMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private RawMemory() {}

    /**
     * How many of the {@code size} bytes at {@code address} are in pages that are there, up to the first that is not: a look at
     * those does not make the kernel fetch or map any. 0 if part of the range is not mapped.
     */
    public static long resident(long address, long size) {
        long start = address & -Abi.PAGE_SIZE;
        long pages = (address + size - start + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment there = arena.allocate(pages);
            if (Downcalls.call(Downcalls.MINCORE, start, pages * Abi.PAGE_SIZE, there.address())
                    .failed()) {
                return 0;
            }
            long page = 0;
            while (page < pages && (there.get(ValueLayout.JAVA_BYTE, page) & 1) != 0) {
                page++;
            }
            return Math.clamp(start + page * Abi.PAGE_SIZE - address, 0, size);
        }
    }

    /** The {@code size} bytes at {@code address}. The caller vouches that they are mapped for as long as the view is used. */
    public static MemorySegment at(long address, long size) {
        return ALL.asSlice(address, size);
    }
}
