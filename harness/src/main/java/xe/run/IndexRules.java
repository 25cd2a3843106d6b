// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import xe.report.Check;
import xe.rules.RuleBook;

/** What every check has to keep: a name of its own that consumers of results take, and rules that are in the book. */
final class IndexRules {
    private static final Pattern ORDINAL = Pattern.compile("^\\[?\\d+[]:.)]");

    private IndexRules() {}

    /** One line per broken rule; names are compared as the most forgetful consumer sees them. */
    static List<String> problems(List<Check> checks, RuleBook book) {
        List<String> problems = new ArrayList<>();
        Map<String, Check> byName = new HashMap<>();
        for (Check check : checks) {
            String place = place(check);
            Check other = byName.putIfAbsent(check.id().replace('.', '_').replace('-', '_'), check);
            if (other != null) {
                problems.add("%s: two checks of that name (%s; %s)".formatted(check.id(), place(other), place));
            }
            if (!CheckNames.VALID.matcher(check.id()).matches()) {
                problems.add("%s: a name has segments of [a-z0-9_-] joined by dots (%s)".formatted(check.id(), place));
            }
            if (check.isRow() && ORDINAL.matcher(check.displayName()).find()) {
                problems.add("%s: a row is named by its values, not its number (%s)".formatted(check.id(), place));
            }
            if (check.rules().isEmpty()) {
                problems.add("%s: no @Rule (%s)".formatted(check.id(), place));
            }
            for (String rule : check.rules()) {
                if (book.find(rule).isEmpty()) {
                    problems.add("%s: no rule %s in the book (%s)".formatted(check.id(), rule, place));
                }
            }
        }
        return problems;
    }

    private static String place(Check check) {
        return check.className() + "." + check.method() + ", " + check.displayName();
    }
}
