// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.lang.foreign.MemorySegment;

/**
 * The calling process's memory as the kernel reaches it: copy_from_user and copy_to_user, which fault instead of crashing.
 */
public final class UserMemory {
    /** Copies {@code to.byteSize()} bytes from {@code address}; false (EFAULT) if any of them cannot be read. */
    public boolean copyFrom(long address, MemorySegment to) {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies to {@code address}; false (EFAULT) if any byte cannot be written. The bytes before the first bad page are
     * written all the same, as on Linux.
     */
    public boolean copyTo(long address, MemorySegment from) {
        throw new UnsupportedOperationException();
    }
}
