// SPDX-License-Identifier: MIT
package xe.watch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of one record, header included: {@code struct watch_notification} and what follows.
 *
 * <p>Word 0 holds the type in bits 0 to 23 and the subtype in bits 24 to 31, word 1 is {@code info}: length in bits 0 to 6, watch id in
 * bits 8 to 15, flags of the type in bits 16 to 31.
 */
public final class RecordBytes {
    /** The size of the header. */
    public static final int HEADER_SIZE = 8;

    private final byte[] bytes;
    private final ByteBuffer view;

    /** @param bytes at least a header */
    public RecordBytes(byte[] bytes) {
        this.bytes = bytes.clone();
        this.view = ByteBuffer.wrap(this.bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The record that consists of these little-endian words. */
    public static RecordBytes ofWords(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        return new RecordBytes(bytes.array());
    }

    public int type() {
        return u32(0) & 0xff_ffff;
    }

    public int subtype() {
        return u32(0) >>> 24;
    }

    /** The whole info word. */
    public int info() {
        return u32(4);
    }

    /** The length that the info word gives, which is the number of bytes here. */
    public int length() {
        return info() & 0x7f;
    }

    public int watchId() {
        return info() >>> 8 & 0xff;
    }

    /** Info bit 7, which nothing defines: always 0. */
    public int bit7() {
        return info() >>> 7 & 1;
    }

    /** Info bits 16 to 31. */
    public int flags() {
        return info() >>> 16;
    }

    /** The four bytes at {@code offset}. */
    public int u32(int offset) {
        return view.getInt(offset);
    }

    /** The eight bytes at {@code offset}. */
    public long u64(int offset) {
        return view.getLong(offset);
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes in hex, parted by spaces. */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
