// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import xe.uapi.CStruct;
import xe.uapi.XeUapi;

/** The names that are known while headers are read. */
final class Scope {
    /** From drm.h, which the headers include. */
    private static final Map<String, CInteger> ELSEWHERE = Map.of("DRM_COMMAND_BASE", CInteger.ofInt(0x40));

    /** A macro without parameters. */
    record Macro(String name, List<Token> body, Where where) {
        boolean sameAs(Macro other) {
            return body.stream()
                    .map(Token::text)
                    .toList()
                    .equals(other.body.stream().map(Token::text).toList());
        }
    }

    final Map<String, Macro> macros = new LinkedHashMap<>();
    final Map<String, HeaderConstant> enumerators = new LinkedHashMap<>();
    final Map<String, HeaderStruct> structs = new LinkedHashMap<>();
    private final Map<String, CInteger> values = new HashMap<>(ELSEWHERE);
    private final Set<String> open = new HashSet<>();

    /** The size and the alignment of a struct in bytes. */
    record Extent(int size, int alignment) {}

    void define(Macro macro) {
        Macro before = macros.putIfAbsent(macro.name(), macro);
        if (before != null && !before.sameAs(macro)) {
            throw macro.where().problem(macro.name() + " is defined a second time, other than in " + before.where());
        }
    }

    void define(String enumerator, CInteger value, Where where) {
        if (enumerators.putIfAbsent(enumerator, new HeaderConstant(enumerator, value.value(), where)) != null) {
            throw where.problem(enumerator + " is declared a second time");
        }
        values.put(enumerator, value);
    }

    void define(HeaderStruct struct) {
        if (structs.putIfAbsent(struct.name(), struct) != null) {
            throw struct.where().problem("struct " + struct.name() + " is declared a second time");
        }
    }

    /** The value of a macro or enumerator; {@code where} is the place that uses it. */
    CInteger value(String name, Where where) {
        CInteger known = values.get(name);
        if (known != null) {
            return known;
        }
        Macro macro = macros.get(name);
        if (macro == null) {
            throw where.problem("'" + name + "' is not declared before, and the reader doesn't know it");
        }
        if (!open.add(name)) {
            throw macro.where().problem(name + " is defined by itself");
        }
        CInteger value = new Expression(new Tokens(macro.where().file(), macro.body()), this).whole();
        open.remove(name);
        values.put(name, value);
        return value;
    }

    /** How large a struct is: one of the headers read, or of the headers that they include. */
    Extent extent(String tag, Where where) {
        HeaderStruct here = structs.get(tag);
        if (here != null) {
            return new Extent(here.size(), here.alignment());
        }
        Optional<CStruct> elsewhere = XeUapi.STRUCTS.stream()
                .filter(struct -> struct.name().equals(tag) && !Part.isXe(tag))
                .findAny();
        return elsewhere
                .map(struct -> new Extent(struct.size(), struct.alignment()))
                .orElseThrow(() -> where.problem("struct " + tag + " is declared in none of the files"));
    }
}
