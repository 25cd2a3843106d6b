// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the members of a struct or union. */
final class Members {
    /** Size in bytes, negative if signed. Plain char counts as unsigned: it holds text. */
    private static final Map<String, Integer> INTEGERS = Map.of(
            "__u8", 1, "__s8", -1, "__u16", 2, "__s16", -2, "__u32", 4, "__s32", -4, "__u64", 8, "__s64", -8, "char",
            1);

    private static final Pattern ZERO_NAME = Pattern.compile("(pad|reserved|mbz|rsvd)\\d*");
    private static final Pattern ZERO_COMMENT =
            Pattern.compile("((reserved|padding|pad|alignment)[, ]*)?(mbz|must be zero|reserved)");

    private final Tokens tokens;
    private final Scope scope;

    Members(Tokens tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** From the opening brace to the closing one. */
    Layout read(String of, boolean union) {
        tokens.expect("{", of);
        Layout layout = new Layout(union);
        while (!tokens.takeIf("}")) {
            if (!tokens.peek().is(Token.Kind.NAME)) {
                throw tokens.unknown("members of " + of + " and its '}'");
            }
            member(layout);
            tokens.expect(";", "a member of " + of);
        }
        return layout;
    }

    private void member(Layout layout) {
        Where where = tokens.where();
        Token type = tokens.take();
        if (type.is("union") || (type.is("struct") && tokens.peek().is("{"))) {
            Layout nested = read("a " + type.text() + " in line " + where.line(), type.is("union"));
            String name = tokens.peek().is(Token.Kind.NAME) ? tokens.take().text() + "." : "";
            layout.add(nested, name);
        } else if (type.is("struct")) {
            String tag = tokens.expect(Token.Kind.NAME, "the tag of a struct").text();
            Scope.Extent extent = scope.extent(tag, where);
            field(layout, new Element("struct " + tag, extent.size(), extent.alignment(), false, tag), type, where);
        } else {
            Integer size = INTEGERS.get(type.text());
            if (size == null) {
                throw where.problem("the reader knows no type '" + type.text() + "'");
            }
            int bytes = Math.abs(size);
            field(layout, new Element(type.text(), bytes, bytes, size < 0, ""), type, where);
        }
    }

    private record Element(String type, int size, int alignment, boolean signed, String tag) {}

    private void field(Layout layout, Element element, Token first, Where where) {
        String name = tokens.expect(Token.Kind.NAME, "the name of a member").text();
        int count = 1;
        if (tokens.takeIf("[")) {
            count = tokens.peek().is("]")
                    ? 0
                    : (int) new Expression(tokens, scope).value().value();
            tokens.expect("]", "the length of an array");
        }
        int offset = layout.place(element.size() * count, element.alignment());
        layout.add(new HeaderField(
                name,
                element.type(),
                offset,
                element.size(),
                count,
                element.signed(),
                element.tag().isEmpty() ? null : element.tag(),
                element.tag().isEmpty() && mustBeZero(name, first.comment()),
                where));
    }

    /** Comments look like {@code @pad: must be zero}; one that says more, such as when, is not understood. */
    private static boolean mustBeZero(String name, String comment) {
        String said = comment.replaceAll("[*\\s]+", " ")
                .replaceFirst("^ ?@\\w+ ?:", "")
                .strip();
        said = said.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        return ZERO_NAME.matcher(name).matches() || ZERO_COMMENT.matcher(said).matches();
    }
}
