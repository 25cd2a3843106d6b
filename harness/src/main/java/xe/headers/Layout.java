// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.ArrayList;
import java.util.List;

/** Lays the members of a struct out one after another, or those of a union on top of each other. */
final class Layout {
    private final boolean union;
    private final List<HeaderField> fields = new ArrayList<>();
    private int end;
    private int alignment = 1;

    Layout(boolean union) {
        this.union = union;
    }

    /** The offset of a further member of this size and alignment. */
    int place(int size, int memberAlignment) {
        int offset = union ? 0 : align(end, memberAlignment);
        end = Math.max(end, offset + size);
        alignment = Math.max(alignment, memberAlignment);
        return offset;
    }

    void add(HeaderField field) {
        fields.add(field);
    }

    /** Adds the fields of a nested struct or union without a tag; {@code prefix} is its name and a dot, or empty. */
    void add(Layout nested, String prefix) {
        int base = place(nested.size(), nested.alignment);
        nested.fields.forEach(field -> fields.add(field.inside(prefix, base)));
    }

    List<HeaderField> fields() {
        return fields;
    }

    int size() {
        return align(end, alignment);
    }

    int alignment() {
        return alignment;
    }

    private static int align(int offset, int to) {
        return (offset + to - 1) / to * to;
    }
}
