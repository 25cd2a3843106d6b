// SPDX-License-Identifier: MIT
package xe.report;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a set of checks: matches a whole name or rule id; {@code *} stands for any characters and {@code ?} for one.
 */
public final class CheckPattern implements Predicate<Check> {
    private static final Pattern PARTS = Pattern.compile("[*?]|[^*?]+");

    private final String text;
    private final Predicate<String> whole;

    public CheckPattern(String text) {
        this.text = text;
        this.whole = Pattern.compile(regex(text)).asMatchPredicate();
    }

    @Override
    public boolean test(Check check) {
        return whole.test(check.id()) || check.rules().stream().anyMatch(whole);
    }

    /** Whether it has no stars and so names one check or one rule. */
    public boolean single() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    @Override
    public String toString() {
        return text;
    }

    private static String regex(String text) {
        return PARTS.matcher(text).replaceAll(part -> switch (part.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Matcher.quoteReplacement(Pattern.quote(part.group()));
        });
    }
}
