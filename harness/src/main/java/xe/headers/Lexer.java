// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a header into tokens. */
final class Lexer {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<blank>[ \\t\\f\\x0b]+|\\\\?\\r?\\n|//[^\\n]*)\
            |(?<NUMBER>[0-9][0-9a-zA-Z]*)\
            |(?<NAME>[A-Za-z_][A-Za-z_0-9]*)\
            |(?<CHARACTER>'[^'\\\\\\n]')\
            |(?<STRING>"[^"\\\\\\n]*")\
            |(?<MARK><<|>>|&&|\\|\\||[=!<>]=|[-{}()\\[\\];,=|&+*/%^~<>!?:.#])""");

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int line = 1;
    private String comment = "";

    Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** All tokens; LINE_END stands at the end of every line that has a token, and END at the end of the text. */
    List<Token> tokens() {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                at = skipComment(at);
                continue;
            }
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new HeaderException(
                        file, line, "no token of C begins with %s".formatted(shown(text.codePointAt(at))));
            }
            String found = matcher.group();
            if (matcher.group("blank") == null) {
                add(kind(matcher), found, at);
            } else if (found.endsWith("\n")) {
                if (!found.startsWith("\\")) {
                    add(Token.Kind.LINE_END, found, at);
                }
                line++;
            }
            at = matcher.end();
        }
        add(Token.Kind.LINE_END, "", at);
        tokens.add(new Token(Token.Kind.END, "", at, line, comment));
        return tokens;
    }

    private int skipComment(int at) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw new HeaderException(file, line, "a comment begins here and never ends: the file is cut short");
        }
        comment = text.substring(at + 2, end);
        line += (int) comment.chars().filter(c -> c == '\n').count();
        return end + 2;
    }

    private void add(Token.Kind kind, String found, int at) {
        if (kind == Token.Kind.LINE_END) {
            boolean blankLine = tokens.isEmpty() || tokens.getLast().is(Token.Kind.LINE_END);
            if (!blankLine) {
                tokens.add(new Token(kind, found, at, line, ""));
            }
            return;
        }
        tokens.add(new Token(kind, found, at, line, comment));
        comment = "";
    }

    private static Token.Kind kind(Matcher matcher) {
        for (Token.Kind kind : List.of(Token.Kind.NUMBER, Token.Kind.NAME, Token.Kind.CHARACTER, Token.Kind.STRING)) {
            if (matcher.group(kind.name()) != null) {
                return kind;
            }
        }
        return Token.Kind.MARK;
    }

    private static String shown(int character) {
        return character < ' ' || character > '~' ? "U+%04X".formatted(character) : "'%c'".formatted(character);
    }
}
