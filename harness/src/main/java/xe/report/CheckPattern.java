// SPDX-License-Identifier: MIT
package xe.report;

import java.util.function.Predicate;

/**
 * Names a set of checks: matches a whole name or rule id; {@code *} stands for any characters and {@code ?} for one.
 */
public record CheckPattern(String text) implements Predicate<Check> {
    @Override
    public boolean test(Check check) {
        if (matches(check.id())) {
            return true;
        }
        for (String rule : check.rules()) {
            if (matches(rule)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has no stars and so names one check or one rule. */
    public boolean single() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    /** A star takes no character at first, and one more each time when what follows it does not fit. */
    private boolean matches(String name) {
        int star = -1;
        int starTook = 0;
        int at = 0;
        int done = 0;
        while (done < name.length()) {
            char wanted = at < text.length() ? text.charAt(at) : 0;
            if (wanted == '*') {
                star = at;
                starTook = done;
                at++;
            } else if (wanted == '?' || wanted == name.charAt(done)) {
                at++;
                done++;
            } else if (star >= 0) {
                starTook++;
                done = starTook;
                at = star + 1;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
