// SPDX-License-Identifier: MIT
package xe.drm;

/**
 * Encodings of the MI commands that the suite's batches use, as the command streamers of graphics version 12 and up read
 * them. Lengths are part of the constants: the low bits hold the number of dwords minus two.
 *
 * <p>Source: Intel Programmer's Reference Manuals, Volume 2a, Command Reference: Instructions.
 */
public final class Mi {
    public static final int NOOP = 0;

    /** Ends the batch, or returns from a second-level batch. */
    public static final int BATCH_BUFFER_END = 0x0a << 23;

    /** A point where the streamer may switch to another context. */
    public static final int ARB_CHECK = 0x05 << 23;

    /** Bit 0: 1 allows arbitration, 0 forbids it until allowed again. */
    public static final int ARB_ON_OFF = 0x08 << 23;

    /** Stores one dword: command, address low, address high, data. */
    public static final int STORE_DATA_IMM_DWORD = 0x20 << 23 | 2;

    /** Stores one qword: command, address low, address high, data low, data high. The address is a multiple of 8. */
    public static final int STORE_DATA_IMM_QWORD = 0x20 << 23 | 1 << 21 | 3;

    /**
     * Waits until the dword in memory compares with the data as asked: command, data, address low, address high, token
     * (0). The streamer polls and may switch to another context meanwhile.
     */
    public static final int SEMAPHORE_WAIT_POLL = 0x1c << 23 | 1 << 15 | 3;

    /** The same in the four-dword form without a token, of graphics versions below 12. */
    public static final int SEMAPHORE_WAIT_POLL_SHORT = 0x1c << 23 | 1 << 15 | 2;

    /**
     * Ends the batch unless the dword in memory compares with the data as asked; without a comparison in bits 14:12, unless
     * memory &gt; data: command, data, address low, address high.
     */
    public static final int COND_BATCH_BUFFER_END = 0x36 << 23 | 1 << 21 | 2;

    /** Goes on at an address of the VM: command, address low, address high. */
    public static final int BATCH_BUFFER_START = 0x31 << 23 | 1 << 8 | 1;

    /** Added to {@link #BATCH_BUFFER_START}: a call, from which BATCH_BUFFER_END returns. */
    public static final int SECOND_LEVEL = 1 << 22;

    /** Adds one to a dword in memory, atomically: command, address low, address high. */
    public static final int ATOMIC_INC_DWORD = 0x2f << 23 | 0x05 << 8 | 1;

    /** Comparisons of memory with data, unsigned, in bits 14:12 of a semaphore wait or conditional end. */
    public static final int MEMORY_GT_DATA = 0;

    public static final int MEMORY_GTE_DATA = 1 << 12;
    public static final int MEMORY_LT_DATA = 2 << 12;
    public static final int MEMORY_LTE_DATA = 3 << 12;
    public static final int MEMORY_EQ_DATA = 4 << 12;
    public static final int MEMORY_NEQ_DATA = 5 << 12;

    private Mi() {}
}
