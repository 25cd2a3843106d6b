// SPDX-License-Identifier: MIT
package xe.run;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The stable name of a check, made from class, method and row: {@code VmRestartTest.nonZeroPadGivesEinval} is
 * {@code vm-restart.non-zero-pad-gives-einval}.
 *
 * <p>Segments of {@code [a-z0-9_-]} joined by dots come through every consumer of results unchanged.
 */
final class CheckNames {
    static final Pattern VALID = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9_]+");
    private static final Pattern EDGE = Pattern.compile("^-+|-+$");

    /** The sign of a negative number, which would not survive as a dash. */
    private static final Pattern MINUS = Pattern.compile("(?<![a-z0-9])-(?=[0-9])");

    private CheckNames() {}

    /**
     * @param type the test class; classes nested in one another become one segment each
     * @param displayName of a row, or {@code method()} of a plain method
     */
    static String of(Class<?> type, String method, String displayName) {
        String name = area(type) + "." + kebab(method);
        return displayName.equals(method + "()") ? name : name + "." + slug(displayName);
    }

    private static String area(Class<?> type) {
        String own = kebab(type.getSimpleName().replaceFirst("Test$", ""));
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? own : area(outer) + "." + own;
    }

    private static String kebab(String camelCase) {
        return slug(WORD_START.matcher(camelCase).replaceAll("-"));
    }

    private static String slug(String text) {
        String dashed = NOT_ALLOWED
                .matcher(MINUS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("minus-"))
                .replaceAll("-");
        return EDGE.matcher(dashed).replaceAll("");
    }
}
