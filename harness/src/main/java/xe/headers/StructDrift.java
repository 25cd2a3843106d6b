// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import xe.uapi.CField;
import xe.uapi.CStruct;
import xe.uapi.XeUapi;

/** How one struct of a header differs from the suite's description of it. */
final class StructDrift {
    private final HeaderStruct now;
    private final CStruct ours;

    StructDrift(HeaderStruct now, CStruct ours) {
        this.now = now;
        this.ours = ours;
    }

    static boolean sameLayout(HeaderStruct other, CStruct ours) {
        HeaderStruct renamed =
                new HeaderStruct(ours.name(), other.size(), other.alignment(), other.fields(), other.where());
        return new StructDrift(renamed, ours).differences().isEmpty();
    }

    List<Difference> differences() {
        List<Difference> found = new ArrayList<>();
        if (now.size() != ours.size()) {
            add(Difference.Kind.CHANGED, "%d bytes, was %d".formatted(now.size(), ours.size()), now.where(), found);
        }
        Map<String, CField> described = flat(ours, "", 0, new LinkedHashMap<>());
        for (HeaderField field : now.fields()) {
            CField before = described.remove(field.path());
            if (before == null) {
                String zero = field.mustBeZero() ? ", must be zero" : "";
                add(Difference.Kind.NEW, "field " + field.path() + " " + shown(field) + zero, field.where(), found);
            } else {
                compare(field, before, found);
            }
        }
        described.keySet().forEach(path -> add(Difference.Kind.MISSING, "field " + path, null, found));
        return found;
    }

    private void compare(HeaderField field, CField before, List<Difference> found) {
        String type = typeOf(before);
        String was = "at %d, %s".formatted(before.offset(), array(type, before.count()));
        if (!shown(field).equals(was)) {
            add(
                    Difference.Kind.CHANGED,
                    "field %s %s, was %s".formatted(field.path(), shown(field), was),
                    field.where(),
                    found);
        }
        if (field.mustBeZero() && before.zero() == CField.Zero.NO) {
            add(Difference.Kind.UNCHECKED, "field " + field.path(), field.where(), found);
        }
    }

    private void add(Difference.Kind kind, String text, @Nullable Where where, List<Difference> found) {
        found.add(new Difference(kind, "struct " + now.name() + ": " + text, where));
    }

    private static String shown(HeaderField field) {
        String type = field.struct() != null ? field.type() : integer(field.elementSize(), field.signed());
        return "at %d, %s".formatted(field.offset(), array(type, field.count()));
    }

    private static String typeOf(CField field) {
        CStruct type = field.type();
        return type != null ? "struct " + type.name() : integer(field.elementSize(), field.signed());
    }

    private static String integer(int bytes, boolean signed) {
        return (signed ? "__s" : "__u") + bytes * Byte.SIZE;
    }

    private static String array(String type, int count) {
        return switch (count) {
            case 0 -> type + "[]";
            case 1 -> type;
            default -> type + "[" + count + "]";
        };
    }

    /** The fields one by one; those of a struct that has no tag in C stand under its name. */
    private static Map<String, CField> flat(CStruct struct, String prefix, int base, Map<String, CField> into) {
        for (CField field : struct.fields()) {
            CStruct type = field.type();
            if (type != null && !XeUapi.STRUCTS.contains(type)) {
                flat(type, prefix + field.name() + ".", base + field.offset(), into);
            } else {
                into.put(
                        prefix + field.name(),
                        new CField(
                                field.name(),
                                base + field.offset(),
                                field.elementSize(),
                                field.count(),
                                field.signed(),
                                field.zero(),
                                type));
            }
        }
        return into;
    }
}
