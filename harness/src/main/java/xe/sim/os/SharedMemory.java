// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.lang.foreign.MemorySegment;

/**
 * Zero-filled pages that the model and the process can both map: what backs a buffer object.
 */
public final class SharedMemory implements AutoCloseable {
    /** @param size in bytes, a multiple of the page size */
    public static SharedMemory allocate(long size) {
        throw new UnsupportedOperationException();
    }

    /** The model's own view. */
    public MemorySegment segment() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
