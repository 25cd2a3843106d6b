// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.List;
import java.util.regex.Pattern;
import xe.report.Check;

/**
 * What a defect may turn red beside the checks of its own rule.
 *
 * @param on the machine that it is planted in
 * @param alsoRed ids of rules, or names of checks in which {@code *} stands for any characters
 * @param why those can't stay green; empty if there are none
 */
record Expectation(String defect, Environment on, List<String> alsoRed, String why) {

    boolean allows(Check check) {
        return alsoRed.stream().anyMatch(pattern -> matches(pattern, check));
    }

    private static boolean matches(String pattern, Check check) {
        return check.rules().contains(pattern)
                || Pattern.matches(pattern.replace(".", "\\.").replace("*", ".*"), check.id());
    }
}
