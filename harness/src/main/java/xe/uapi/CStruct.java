// SPDX-License-Identifier: MIT
package xe.uapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a C struct, with the natural alignment of the x86-64 and arm64 ABIs.
 *
 * <p>Every field is checked against what a C compiler says (fixtures/uapi/layouts.csv), so a mistake here fails the build.
 */
public final class CStruct {
    private final String name;
    private final int size;
    private final int alignment;
    private final Map<String, CField> fields;
    private final List<CField> inOrder;

    private CStruct(String name, int size, int alignment, Map<String, CField> fields) {
        this.name = name;
        this.size = size;
        this.alignment = alignment;
        this.fields = fields;
        this.inOrder = List.copyOf(fields.values());
    }

    /** Starts a description; fields follow in the order of the C declaration. */
    public static Builder struct(String name) {
        return new Builder(name);
    }

    /** The C tag, without {@code struct}. */
    public String name() {
        return name;
    }

    public int size() {
        return size;
    }

    /** In bytes. */
    public int alignment() {
        return alignment;
    }

    public List<CField> fields() {
        return inOrder;
    }

    /**
     * The field of this name.
     *
     * @throws IllegalArgumentException if the struct has none
     */
    public CField field(String fieldName) {
        CField field = fields.get(fieldName);
        if (field == null) {
            throw new IllegalArgumentException("struct " + name + " has no field " + fieldName);
        }
        return field;
    }

    /** Paths of every single slot whose field has this {@code zero}; array elements count one by one, nested structs are entered. */
    public List<String> slots(CField.Zero zero) {
        List<String> paths = new ArrayList<>();
        for (CField field : fields.values()) {
            for (int i = 0; i < field.count(); i++) {
                String path = field.path(i);
                if (field.type() != null) {
                    field.type().slots(zero).forEach(inner -> paths.add(path + "." + inner));
                } else if (field.zero() == zero) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    /** Every single bit of the slot at {@code path}, then all ones: what a slot that must be zero must not hold. */
    public LongStream nonZeroValues(String path) {
        int bits = slot(path).elementSize() * Byte.SIZE;
        return LongStream.concat(
                IntStream.range(0, bits).mapToLong(bit -> 1L << bit), LongStream.of(-1L >>> (64 - bits)));
    }

    private CField slot(String path) {
        int dot = path.indexOf('.');
        CField first = field(path.replaceFirst("[.\\[].*", ""));
        CStruct inner = first.type();
        return dot < 0 || inner == null ? first : inner.slot(path.substring(dot + 1));
    }

    @Override
    public String toString() {
        return "struct " + name;
    }

    /** Lays fields out one after another. */
    public static final class Builder {
        private final String name;
        private final Map<String, CField> fields = new LinkedHashMap<>();
        private int end;
        private int alignment = 1;
        private boolean packed;
        private @Nullable CField last;

        private Builder(String name) {
            this.name = name;
        }

        public Builder u8(String field) {
            return integer(field, 1, 1, false);
        }

        public Builder u16(String field) {
            return integer(field, 2, 1, false);
        }

        public Builder u32(String field) {
            return integer(field, 4, 1, false);
        }

        public Builder s32(String field) {
            return integer(field, 4, 1, true);
        }

        public Builder u64(String field) {
            return integer(field, 8, 1, false);
        }

        public Builder s64(String field) {
            return integer(field, 8, 1, true);
        }

        public Builder u8(String field, int count) {
            return integer(field, 1, count, false);
        }

        public Builder u16(String field, int count) {
            return integer(field, 2, count, false);
        }

        public Builder u32(String field, int count) {
            return integer(field, 4, count, false);
        }

        public Builder u64(String field, int count) {
            return integer(field, 8, count, false);
        }

        public Builder struct(String field, CStruct type) {
            return struct(field, type, 1);
        }

        public Builder struct(String field, CStruct type, int count) {
            return add(field, type.size(), count, type.alignment(), false, type);
        }

        /** A further member of the union that the field {@code other} belongs to, as an unsigned integer at its offset. */
        public Builder unionWith(String other, String field, int size) {
            int resume = end;
            end = required(other).offset();
            Builder same = integer(field, size, 1, false);
            end = Math.max(end, resume);
            return same;
        }

        /** A struct member of the union that the field {@code other} belongs to. */
        public Builder unionWith(String other, String field, CStruct type) {
            int resume = end;
            end = required(other).offset();
            Builder same = struct(field, type);
            end = Math.max(end, resume);
            return same;
        }

        /** The fields declared from here on follow without gaps, as with {@code __attribute__((packed))}. */
        public Builder packed() {
            packed = true;
            return this;
        }

        /** The integer just declared is signed. */
        public Builder signed() {
            CField field = declared();
            fields.put(field.name(), field.withSign());
            return this;
        }

        /** The field just declared must be zero, and the kernel refuses anything else. */
        public Builder mustBeZero() {
            return zero(CField.Zero.REQUIRED);
        }

        /** The field just declared is documented as zero or reserved, and the kernel does not look. */
        public Builder zeroUnchecked() {
            return zero(CField.Zero.UNCHECKED);
        }

        /** The field just declared must be zero in requests of one kind; its class says in which. */
        public Builder sometimesMustBeZero() {
            return zero(CField.Zero.SOMETIMES);
        }

        /** The kernel writes zero into the field just declared. */
        public Builder writtenAsZero() {
            return zero(CField.Zero.WRITTEN);
        }

        public CStruct build() {
            return new CStruct(name, align(end, alignment), alignment, fields);
        }

        private Builder zero(CField.Zero zero) {
            CField field = declared();
            fields.put(field.name(), field.withZero(zero));
            return this;
        }

        private CField declared() {
            CField field = last;
            if (field == null) {
                throw new IllegalStateException("struct " + name + ": no field declared yet");
            }
            return field;
        }

        private Builder integer(String field, int elementSize, int count, boolean signed) {
            return add(field, elementSize, count, elementSize, signed, null);
        }

        private Builder add(
                String field, int elementSize, int count, int fieldAlignment, boolean signed, @Nullable CStruct type) {
            int natural = packed ? 1 : fieldAlignment;
            int offset = align(end, natural);
            CField added = new CField(field, offset, elementSize, count, signed, CField.Zero.NO, type);
            if (fields.put(field, added) != null) {
                throw new IllegalStateException("struct " + name + " declares " + field + " twice");
            }
            last = added;
            end = offset + added.size();
            alignment = Math.max(alignment, natural);
            return this;
        }

        private CField required(String field) {
            CField found = fields.get(field);
            if (found == null) {
                throw new IllegalStateException("struct " + name + " has no field " + field + " yet");
            }
            return found;
        }

        private static int align(int offset, int to) {
            return (offset + to - 1) / to * to;
        }
    }
}
