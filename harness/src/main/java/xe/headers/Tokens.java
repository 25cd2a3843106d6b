// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.List;

/** Tokens that are read one after another. */
final class Tokens {
    private final String file;
    private final List<Token> tokens;
    private int next;

    Tokens(String file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /** The next token, without taking it. */
    Token peek() {
        if (next < tokens.size()) {
            return tokens.get(next);
        }
        int line = tokens.isEmpty() ? 1 : tokens.getLast().line();
        return new Token(Token.Kind.LINE_END, "", 0, line, "");
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    /** Takes the next token if it is {@code text}. */
    boolean takeIf(String text) {
        boolean found = peek().is(text);
        if (found) {
            next++;
        }
        return found;
    }

    /** Takes the next token, which must be {@code text}; {@code after} says what it ends. */
    void expect(String text, String after) {
        if (!takeIf(text)) {
            throw unknown("'" + text + "' after " + after);
        }
    }

    Token expect(Token.Kind kind, String what) {
        if (!peek().is(kind)) {
            throw unknown(what);
        }
        return take();
    }

    boolean atEnd() {
        return peek().is(Token.Kind.LINE_END) || peek().is(Token.Kind.END);
    }

    Where where() {
        return new Where(file, peek().line());
    }

    /** The next token is none that the reader knows in this place. */
    HeaderException unknown(String expected) {
        return where().problem("found " + peek().shown() + ", and the reader knows only " + expected + " here");
    }
}
