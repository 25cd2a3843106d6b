// SPDX-License-Identifier: MIT
package xe.uapi;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.StringJoiner;

/**
 * A C struct in memory, read and written by field name.
 *
 * <p>A path is a field name, with an index for an array and a dot into a nested struct: {@code pad}, {@code reserved[1]},
 * {@code bind.obj}, {@code engines[2].instance.gt_id}.
 *
 * @param type the layout
 * @param segment at least {@code type.size()} bytes
 */
public record StructView(CStruct type, MemorySegment segment) {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Copies of the structs that fill {@code array} one after another. */
    public static List<StructView> copies(CStruct type, MemorySegment array) {
        return array.elements(MemoryLayout.sequenceLayout(type.size(), ValueLayout.JAVA_BYTE))
                .map(struct -> new StructView(type, MemorySegment.ofArray(struct.toArray(ValueLayout.JAVA_BYTE))))
                .toList();
    }

    /** The integer at {@code path}, sign- or zero-extended as its C type has it. */
    public long get(String path) {
        Place place = find(type, path, 0);
        CField field = place.field;
        long at = place.offset;
        return switch (field.elementSize()) {
            case 1 ->
                field.signed()
                        ? segment.get(ValueLayout.JAVA_BYTE, at)
                        : segment.get(ValueLayout.JAVA_BYTE, at) & 0xffL;
            case 2 -> field.signed() ? segment.get(U16, at) : segment.get(U16, at) & 0xffffL;
            case 4 -> field.signed() ? segment.get(U32, at) : segment.get(U32, at) & 0xffff_ffffL;
            default -> segment.get(U64, at);
        };
    }

    /** {@link #get} for values that fit an int without their sign: ids, handles, flags. */
    public int getInt(String path) {
        return (int) get(path);
    }

    /** Writes the low bits of {@code value} that the field holds. */
    @com.google.errorprone.annotations.CanIgnoreReturnValue
    public StructView set(String path, long value) {
        Place place = find(type, path, 0);
        long at = place.offset;
        switch (place.field.elementSize()) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            case 2 -> segment.set(U16, at, (short) value);
            case 4 -> segment.set(U32, at, (int) value);
            default -> segment.set(U64, at, value);
        }
        return this;
    }

    /** The nested struct at {@code path}. */
    public StructView struct(String path) {
        Place place = find(type, path, 0);
        CStruct nested = place.field.type();
        if (nested == null) {
            throw new IllegalArgumentException(path + " of " + type + " is an integer");
        }
        return new StructView(nested, segment.asSlice(place.offset, nested.size()));
    }

    /** The struct's bytes, copied. */
    public byte[] bytes() {
        return segment.asSlice(0, type.size()).toArray(ValueLayout.JAVA_BYTE);
    }

    private record Place(CField field, long offset) {}

    private static Place find(CStruct type, String path, long base) {
        int dot = path.indexOf('.');
        String step = dot < 0 ? path : path.substring(0, dot);
        int bracket = step.indexOf('[');
        CField field = type.field(bracket < 0 ? step : step.substring(0, bracket));
        int index = bracket < 0 ? 0 : Integer.parseInt(step.substring(bracket + 1, step.length() - 1));
        if (index < 0 || index >= field.count()) {
            throw new IllegalArgumentException(type + ": " + step + " is out of bounds");
        }
        long offset = base + field.offset() + (long) index * field.elementSize();
        if (dot < 0) {
            return new Place(field, offset);
        }
        if (field.type() == null) {
            throw new IllegalArgumentException(type + ": " + step + " is no struct");
        }
        return find(field.type(), path.substring(dot + 1), offset);
    }

    /** The non-zero fields by name, such as {@code drm_xe_vm_restart{vm_id=1, pad=1}}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", type.name() + "{", "}");
        render(text, "", this);
        return text.toString();
    }

    private static void render(StringJoiner text, String prefix, StructView view) {
        for (CField field : view.type.fields()) {
            for (int i = 0; i < field.count(); i++) {
                String path = field.path(i);
                if (field.type() != null) {
                    render(text, prefix + path + ".", view.struct(path));
                } else if (view.get(path) != 0) {
                    text.add(prefix + path + "=" + number(field, view.get(path)));
                }
            }
        }
    }

    private static String number(CField field, long value) {
        boolean small = field.signed() || (value >= 0 && value < 4096);
        return small ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
