// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pages that the model maps itself: a buffer object's. Single accesses, seen by the CPU in program order.
 *
 * @param memory the pages
 */
public record MemoryPages(MemorySegment memory) implements GpuPages {
    private static final VarHandle U32 =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle U64 =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    @Override
    public long read(long offset, int bytes) {
        return bytes == Long.BYTES
                ? (long) U64.getVolatile(memory, offset)
                : (int) U32.getVolatile(memory, offset) & 0xffff_ffffL;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        if (bytes == Long.BYTES) {
            U64.setVolatile(memory, offset, value);
        } else {
            U32.setVolatile(memory, offset, (int) value);
        }
    }
}
