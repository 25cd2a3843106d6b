// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The head of a record ({@code struct watch_notification}), and the types of records.
 */
public record WatchRecord(int type, int subtype, int info) {
    public static final int TYPE_META = 0;
    public static final int TYPE_KEY_NOTIFY = 1;
    public static final int TYPE_DRM_XE_NOTIFY = 2;
    static final int META_REMOVAL = 0;
    static final int META_LOSS = 1;

    private static final int HEADER = 8;

    /** The record's bytes: header as the kernel lays it out, then the payload. */
    static byte[] bytes(int type, int subtype, int info, byte[] payload) {
        byte[] bytes = new byte[HEADER + payload.length];
        MemorySegment record = MemorySegment.ofArray(bytes);
        record.set(JAVA_INT_UNALIGNED, 0, (type & 0xffffff) | (subtype << 24));
        record.set(JAVA_INT_UNALIGNED, 4, info);
        MemorySegment.copy(payload, 0, record, JAVA_BYTE, HEADER, payload.length);
        return bytes;
    }

    /** The head of what {@link #bytes} made. */
    static WatchRecord of(byte[] bytes) {
        MemorySegment record = MemorySegment.ofArray(bytes);
        int word = record.get(JAVA_INT_UNALIGNED, 0);
        return new WatchRecord(word & 0xffffff, word >>> 24, record.get(JAVA_INT_UNALIGNED, 4));
    }
}
