// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Views of memory that a kernel mapped: the one place that turns an address into bytes.
 */
public final class RawMemory {
    private RawMemory() {}

    /** The {@code size} bytes at {@code address}. The caller vouches that they are mapped for as long as the view is used. */
    @SuppressWarnings("restricted")
    public static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }
}
