// SPDX-License-Identifier: MIT
package xe.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contradictions as text for a terminal of 80 columns; names of checks are never broken.
 */
public final class ContradictionText {
    private static final int COLUMNS = 80;
    private static final String CHECK = " ".repeat(8);
    /** A check's name without its row: the first two segments. */
    private static final Pattern METHOD = Pattern.compile("[^.]+\\.[^.]+");

    private final RuleBook book;
    private final Coverage coverage;

    public ContradictionText(RuleBook book, Coverage coverage) {
        this.book = book;
        this.coverage = coverage;
    }

    /** All of them by kind, each with the checks that show it or the reasons why none does. */
    public List<String> lines(List<Contradiction> contradictions) {
        List<String> lines = new ArrayList<>();
        for (Contradiction.Kind kind : Contradiction.Kind.values()) {
            List<Contradiction> some =
                    contradictions.stream().filter(one -> one.kind() == kind).toList();
            if (some.isEmpty()) {
                continue;
            }
            lines.add(kind.title() + ": " + some.size());
            for (Contradiction one : some) {
                lines.add("");
                lines.addAll(lines(one));
            }
            lines.add("");
        }
        long shown = contradictions.stream().filter(this::shown).count();
        lines.add("%d contradictions, %d shown by checks".formatted(contradictions.size(), shown));
        return lines;
    }

    private boolean shown(Contradiction contradiction) {
        return contradiction.rules().stream()
                .anyMatch(rule -> !coverage.checksOf(rule).isEmpty());
    }

    /** One of them. */
    List<String> lines(Contradiction contradiction) {
        List<String> lines = new ArrayList<>();
        lines.add("%-6s%s".formatted(contradiction.id(), contradiction.where()));
        if (!contradiction.says().isEmpty()) {
            lines.addAll(wrapped("says", contradiction.says()));
        }
        lines.addAll(wrapped("does", contradiction.does()));
        lines.addAll(wrapped("rules", String.join(", ", contradiction.rules())));
        Map<String, Integer> methods = methods(contradiction);
        if (!methods.isEmpty()) {
            lines.add(label("checks").stripTrailing());
        }
        methods.forEach((method, rows) -> lines.add(CHECK + (rows == 1 ? method : method + " (" + rows + ")")));
        for (String rule : contradiction.rules()) {
            RuleEntry entry = book.find(rule).orElseThrow();
            if (!coverage.checked(entry)) {
                lines.addAll(wrapped("none", rule + ": " + entry.reason()));
            }
        }
        return lines;
    }

    /** The test methods that show it, with their numbers of rows. */
    private Map<String, Integer> methods(Contradiction contradiction) {
        Map<String, Integer> methods = new LinkedHashMap<>();
        contradiction.rules().stream()
                .flatMap(rule -> coverage.checksOf(rule).stream())
                .distinct()
                .forEach(check -> methods.merge(method(check), 1, Integer::sum));
        return methods;
    }

    private static String method(String check) {
        Matcher method = METHOD.matcher(check);
        return method.lookingAt() ? method.group() : check;
    }

    private static String label(String label) {
        return "      %-8s".formatted(label);
    }

    private static List<String> wrapped(String label, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(label(label));
        int indent = line.length();
        for (String word : Arrays.asList(text.split(" "))) {
            if (line.length() > indent && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(label(""));
            }
            line.append(line.length() > indent ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
