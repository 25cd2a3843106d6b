// SPDX-License-Identifier: MIT
package xe.headers;

/**
 * A token of C.
 *
 * @param start where it begins in the text
 * @param line counted from 1
 * @param comment the last comment before it, empty if none stands between it and the token before
 */
record Token(Kind kind, String text, int start, int line, String comment) {
    enum Kind {
        NAME,
        NUMBER,
        CHARACTER,
        STRING,
        MARK,
        /** The end of a line that doesn't go on after a backslash. */
        LINE_END,
        /** The end of the text. */
        END
    }

    boolean is(String other) {
        return (kind == Kind.MARK || kind == Kind.NAME) && text.equals(other);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    int end() {
        return start + text.length();
    }

    /** The token as a message names it. */
    String shown() {
        return switch (kind) {
            case END -> "the end of the file";
            case LINE_END -> "the end of the line";
            default -> "'" + text + "'";
        };
    }
}
