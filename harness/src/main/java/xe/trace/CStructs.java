// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import xe.uapi.CField;
import xe.uapi.CStruct;

/** Declares in C the structs that a program needs: gaps by name, so that no compiler lays them out otherwise. */
final class CStructs {
    private final Map<String, String> declarations = new LinkedHashMap<>();

    /** Adds the struct, and those in it. */
    void need(CStruct struct) {
        if (declarations.containsKey(struct.name())) {
            return;
        }
        for (CField field : struct.fields()) {
            if (field.type() != null) {
                need(field.type());
            }
        }
        declarations.put(struct.name(), declaration(struct));
    }

    String text() {
        return String.join("\n", declarations.values());
    }

    private static String declaration(CStruct struct) {
        StringBuilder text = new StringBuilder("struct %s {\n".formatted(struct.name()));
        List<CField> fields = struct.fields().stream()
                .sorted(Comparator.comparingInt(CField::offset))
                .toList();
        int end = 0;
        for (int i = 0; i < fields.size(); ) {
            List<CField> members = new ArrayList<>(List.of(fields.get(i)));
            int offset = fields.get(i).offset();
            int next = offset + fields.get(i).size();
            for (i++; i < fields.size() && fields.get(i).offset() < next; i++) {
                members.add(fields.get(i));
                next = Math.max(next, fields.get(i).offset() + fields.get(i).size());
            }
            gap(text, end, offset);
            if (members.size() == 1) {
                text.append('\t').append(member(members.getFirst()));
            } else {
                union(text, members, offset);
            }
            end = next;
        }
        gap(text, end, struct.size());
        return text.append("} __attribute__((packed));\n").toString();
    }

    private static void gap(StringBuilder text, int from, int to) {
        if (from < to) {
            text.append("\tuint8_t gap_at_%d[%d];\n".formatted(from, to - from));
        }
    }

    private static void union(StringBuilder text, List<CField> members, int offset) {
        text.append("\tunion {\n");
        for (CField member : members) {
            int before = member.offset() - offset;
            text.append("\t\t")
                    .append(
                            before == 0
                                    ? member(member)
                                    : "struct { uint8_t before_%s[%d]; %s } __attribute__((packed));\n"
                                            .formatted(
                                                    member.name(),
                                                    before,
                                                    member(member).strip()));
        }
        text.append("\t};\n");
    }

    private static String member(CField field) {
        CStruct nested = field.type();
        String type = nested == null
                ? (field.signed() ? "int" : "uint") + 8 * field.elementSize() + "_t"
                : "struct " + nested.name();
        return type + " " + field.name() + (field.count() == 1 ? "" : "[" + field.count() + "]") + ";\n";
    }
}
