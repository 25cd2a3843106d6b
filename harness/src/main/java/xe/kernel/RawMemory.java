// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Views of memory that a kernel mapped: the one place that turns an address into bytes.
 */
public final class RawMemory {
    private RawMemory() {}

    /** Whether the page with {@code address} is there, so that a look at it does not make the kernel fetch or map it. */
    public static boolean resident(long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = arena.allocate(1);
            return !Downcalls.call(Downcalls.MINCORE, address & -Abi.PAGE_SIZE, Abi.PAGE_SIZE, page.address())
                            .failed()
                    && (page.get(ValueLayout.JAVA_BYTE, 0) & 1) != 0;
        }
    }

    /** The {@code size} bytes at {@code address}. The caller vouches that they are mapped for as long as the view is used. */
    @SuppressWarnings("restricted")
    public static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }
}
