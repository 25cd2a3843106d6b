// SPDX-License-Identifier: MIT
package xe.sim.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import xe.kernel.HostMemory;

/**
 * The calling process's memory as the kernel reaches it: copy_from_user and copy_to_user, which fault instead of crashing.
 */
public final class UserMemory {
    /** Copies {@code to.byteSize()} bytes from {@code address}; false (EFAULT) if any of them cannot be read. */
    public boolean copyFrom(long address, MemorySegment to) {
        return HostMemory.read(address, to) == to.byteSize();
    }

    /**
     * Copies to {@code address}; false (EFAULT) if any byte cannot be written. The bytes before the first bad page are
     * written all the same, as on Linux.
     */
    public boolean copyTo(long address, MemorySegment from) {
        return HostMemory.write(address, from) == from.byteSize();
    }

    /** The {@code size} bytes at {@code address}, or null (EFAULT). */
    public byte @Nullable [] bytes(long address, int size) {
        byte[] copy = new byte[size];
        return copyFrom(address, MemorySegment.ofArray(copy)) ? copy : null;
    }

    public boolean putBytes(long address, byte[] bytes) {
        return copyTo(address, MemorySegment.ofArray(bytes));
    }

    /** get_user() of an int, or null (EFAULT). */
    public @Nullable Integer getInt(long address) {
        byte[] copy = bytes(address, Integer.BYTES);
        return copy == null ? null : MemorySegment.ofArray(copy).get(JAVA_INT_UNALIGNED, 0);
    }

    public boolean putInt(long address, int value) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Integer.BYTES]);
        bytes.set(JAVA_INT_UNALIGNED, 0, value);
        return copyTo(address, bytes);
    }

    /** get_user() of a long, or null (EFAULT). */
    public @Nullable Long getLong(long address) {
        byte[] copy = bytes(address, Long.BYTES);
        return copy == null ? null : MemorySegment.ofArray(copy).get(JAVA_LONG_UNALIGNED, 0);
    }

    public boolean putLong(long address, long value) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Long.BYTES]);
        bytes.set(JAVA_LONG_UNALIGNED, 0, value);
        return copyTo(address, bytes);
    }

    /** Spreads {@code bytes} over the vectors; returns how many were written before a fault. */
    public int scatter(Iovec[] vectors, byte[] bytes, long skip) {
        int done = 0;
        long toSkip = skip;
        for (Iovec vector : vectors) {
            if (toSkip >= vector.length()) {
                toSkip -= vector.length();
                continue;
            }
            int part = (int) Math.min(vector.length() - toSkip, bytes.length - done);
            MemorySegment source = MemorySegment.ofArray(bytes).asSlice(done, part);
            if (!copyTo(vector.base() + toSkip, source)) {
                return done;
            }
            done += part;
            toSkip = 0;
        }
        return done;
    }

    /** Gathers up to {@code limit} bytes of the vectors; null if they fault. */
    public byte @Nullable [] gather(Iovec[] vectors, int limit) {
        byte[] bytes = new byte[(int) Math.min(limit, Iovec.total(vectors))];
        int done = 0;
        for (Iovec vector : vectors) {
            int part = (int) Math.min(vector.length(), bytes.length - done);
            if (!copyFrom(vector.base(), MemorySegment.ofArray(bytes).asSlice(done, part))) {
                return null;
            }
            done += part;
        }
        return bytes;
    }

    /** A byte string up to {@code limit} bytes long, without its terminator, or null (EFAULT). */
    public @Nullable String string(long address, int limit) {
        StringBuilder text = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            for (long i = 0; i < limit; i++) {
                if (!copyFrom(address + i, one)) {
                    return null;
                }
                byte next = one.get(JAVA_BYTE, 0);
                if (next == 0) {
                    break;
                }
                text.append((char) (next & 0xff));
            }
        }
        return text.toString();
    }
}
