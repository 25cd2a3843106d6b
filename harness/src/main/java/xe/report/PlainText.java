// SPDX-License-Identifier: MIT
package xe.report;

/**
 * Makes text from a kernel or a check harmless where machines read it: on a console, in XML, in a log that LAVA watches.
 */
public final class PlainText {
    private static final String SIGNAL = "<LAVA_SIGNAL";

    private PlainText() {}

    /** The text with control characters, and what XML 1.0 has no place for, as {@code \x1b}; line ends and tabs stay. */
    public static String of(String text) {
        StringBuilder clean = null;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            boolean harmless = harmless(point) && !(point == '<' && text.startsWith(SIGNAL, at));
            if (!harmless && clean == null) {
                clean = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (clean != null) {
                clean.append(harmless ? Character.toString(point) : "\\x%02x".formatted(point));
            }
            at += Character.charCount(point);
        }
        return clean == null ? text : clean.toString();
    }

    /** The same on one line. */
    public static String line(String text) {
        return of(text.strip()).replaceAll("\\s*[\n\t]\\s*", " ");
    }

    private static boolean harmless(int point) {
        if (point < 0xa0) {
            return (point >= ' ' && point < 0x7f) || point == '\n' || point == '\t';
        }
        return !isDirection(point) && Character.isDefined(point) && Character.getType(point) != Character.SURROGATE;
    }

    /** Marks that turn the writing round, and foreign line ends: what a reader sees would not be what is there. */
    private static boolean isDirection(int point) {
        return (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    }
}
