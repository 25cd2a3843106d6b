// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import xe.report.Check;

/**
 * What a defect may turn red beside the checks of its own rule.
 *
 * @param on the machine that it is planted in
 * @param alsoRed ids of rules or names of checks; {@code *} stands for any characters, as in {@code EVT-*}
 * @param why those can't stay green; empty if there are none
 */
record Expectation(String defect, Environment on, List<String> alsoRed, String why) {

    boolean allows(Check check) {
        return alsoRed.stream().anyMatch(pattern -> matches(pattern, check));
    }

    static boolean matches(String pattern, Check check) {
        Predicate<String> matches =
                Pattern.compile(pattern.replace(".", "\\.").replace("*", ".*")).asMatchPredicate();
        return matches.test(check.id()) || check.rules().stream().anyMatch(matches);
    }
}
