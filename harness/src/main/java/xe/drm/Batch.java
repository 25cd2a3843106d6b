// SPDX-License-Identifier: MIT
package xe.drm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of MI commands ({@link Mi}), built up command by command.
 */
public final class Batch {
    private final List<Integer> dwords = new ArrayList<>();

    /** Stores four bytes at a GPU address. */
    @CanIgnoreReturnValue
    public Batch store(long address, int value) {
        return emit(Mi.STORE_DATA_IMM_DWORD, low(address), high(address), value);
    }

    /** Stores eight bytes at a GPU address, a multiple of 8. */
    @CanIgnoreReturnValue
    public Batch storeQword(long address, long value) {
        return emit(Mi.STORE_DATA_IMM_QWORD, low(address), high(address), (int) value, (int) (value >>> 32));
    }

    /** A point where the job can be preempted. */
    @CanIgnoreReturnValue
    public Batch arbCheck() {
        return emit(Mi.ARB_CHECK);
    }

    /** Waits until the four bytes at a GPU address are {@code value} or more, unsigned; can be preempted meanwhile. */
    @CanIgnoreReturnValue
    public Batch waitUntilAtLeast(long address, int value) {
        return emit(Mi.SEMAPHORE_WAIT_POLL | Mi.MEMORY_GTE_DATA, value, low(address), high(address), 0);
    }

    /** Ends the batch unless the four bytes at a GPU address are above {@code value}, unsigned. */
    @CanIgnoreReturnValue
    public Batch endUnlessAbove(long address, int value) {
        return emit(Mi.COND_BATCH_BUFFER_END, value, low(address), high(address));
    }

    /** Goes on at a GPU address. */
    @CanIgnoreReturnValue
    public Batch jump(long address) {
        return emit(Mi.BATCH_BUFFER_START, low(address), high(address));
    }

    @CanIgnoreReturnValue
    public Batch end() {
        return emit(Mi.BATCH_BUFFER_END);
    }

    /** Any dwords: commands that the builder has no verb for. */
    @CanIgnoreReturnValue
    public Batch emit(int... words) {
        for (int word : words) {
            dwords.add(word);
        }
        return this;
    }

    public int sizeBytes() {
        return dwords.size() * Integer.BYTES;
    }

    /** Copies the batch to the start of {@code place}. */
    public void writeTo(MemorySegment place) {
        for (int i = 0; i < dwords.size(); i++) {
            place.set(ValueLayout.JAVA_INT_UNALIGNED, (long) i * Integer.BYTES, dwords.get(i));
        }
    }

    private static int low(long address) {
        return (int) address;
    }

    private static int high(long address) {
        return (int) (address >>> 32);
    }
}
