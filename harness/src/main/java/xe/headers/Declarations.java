// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.List;

/** Reads the structs and enums of a header. */
final class Declarations {
    private final Tokens tokens;
    private final Scope scope;

    Declarations(String file, List<Token> tokens, Scope scope) {
        this.tokens = new Tokens(file, tokens);
        this.scope = scope;
    }

    void read() {
        while (!tokens.peek().is(Token.Kind.END)) {
            Where where = tokens.where();
            if (tokens.takeIf("struct")) {
                String tag =
                        tokens.expect(Token.Kind.NAME, "the tag of a struct").text();
                Layout layout = new Members(tokens, scope).read("struct " + tag, false);
                scope.define(new HeaderStruct(tag, layout.size(), layout.alignment(), layout.fields(), where));
            } else if (tokens.takeIf("enum")) {
                enumeration(tokens.peek().is(Token.Kind.NAME) ? tokens.take().text() : "");
            } else {
                throw tokens.unknown("'struct' and 'enum'");
            }
            tokens.expect(";", "a declaration");
        }
    }

    private void enumeration(String tag) {
        String name = tag.isEmpty() ? "an enum" : "enum " + tag;
        tokens.expect("{", name);
        CInteger next = CInteger.ofInt(0);
        while (!tokens.takeIf("}")) {
            Where where = tokens.where();
            Token enumerator = tokens.expect(Token.Kind.NAME, "constants of " + name + " and its '}'");
            if (tokens.takeIf("=")) {
                next = new Expression(tokens, scope).value();
            }
            scope.define(enumerator.text(), next, where);
            next = next.apply("+", CInteger.ofInt(1));
            if (!tokens.takeIf(",") && !tokens.peek().is("}")) {
                throw tokens.unknown("',' and '}' after " + enumerator.text());
            }
        }
    }
}
