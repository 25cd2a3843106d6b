// SPDX-License-Identifier: MIT
package xe.sim.gpu;

/**
 * What a page table entry points to. Values are little endian in the low bits; sizes are 4 or 8 bytes, naturally aligned.
 */
public interface GpuPages {
    /** Reads {@code bytes} at {@code offset} from the first page. */
    long read(long offset, int bytes);

    /** Writes {@code bytes} at {@code offset} from the first page. */
    void write(long offset, int bytes, long value);

    /** Pages that read zero and drop what is written: a NULL mapping, or scratch. */
    static GpuPages zero() {
        return ZeroPages.ZERO;
    }
}
