// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import xe.sim.gpu.GpuPages;
import xe.sim.os.UserMemory;

/**
 * Pages of the process that a userptr has pinned. The mapping's notifier takes them out of the page tables before they go.
 *
 * @param memory the process's memory
 * @param start address of the first page
 */
record UserPages(UserMemory memory, long start) implements GpuPages {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public long read(long offset, int bytes) {
        MemorySegment value = MemorySegment.ofArray(new byte[bytes]);
        if (!memory.copyFrom(start + offset, value)) {
            return 0;
        }
        return bytes == Long.BYTES ? value.get(U64, 0) : value.get(U32, 0) & 0xffff_ffffL;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        MemorySegment copy = MemorySegment.ofArray(new byte[bytes]);
        if (bytes == Long.BYTES) {
            copy.set(U64, 0, value);
        } else {
            copy.set(U32, 0, (int) value);
        }
        memory.copyTo(start + offset, copy);
    }
}
