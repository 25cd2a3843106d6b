// SPDX-License-Identifier: MIT
package xe.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rules have checks, which have a written reason for having none, which are open, and which have nothing.
 */
public final class Coverage {
    private final RuleBook book;
    private final Map<String, List<String>> checks = new TreeMap<>();

    public Coverage(RuleBook book, List<CheckRules> checks) {
        this.book = book;
        for (CheckRules check : checks) {
            for (String rule : check.rules()) {
                this.checks.computeIfAbsent(rule, _ -> new ArrayList<>()).add(check.check());
            }
        }
    }

    /** How far one area is covered: each of its rules counts as checked, reasoned, open or missing. */
    public record AreaCount(Area area, int rules, int checked, int reasoned, int open, int missing) {}

    public List<AreaCount> areas() {
        return List.of(Area.values()).stream().map(this::count).toList();
    }

    private AreaCount count(Area area) {
        List<RuleEntry> rules = book.of(area);
        int checked = (int) rules.stream().filter(this::checked).count();
        int missing = (int) rules.stream().filter(this::missing).count();
        int open = (int) rules.stream().filter(this::open).count();
        return new AreaCount(area, rules.size(), checked, rules.size() - checked - open - missing, open, missing);
    }

    /** The ids of the checks that show {@code rule}, in the order they were given. */
    public List<String> checksOf(String rule) {
        return List.copyOf(checks.getOrDefault(rule, List.of()));
    }

    public boolean checked(RuleEntry rule) {
        return checks.containsKey(rule.id());
    }

    /** Whether the rule waits for a check. */
    public boolean open(RuleEntry rule) {
        return !checked(rule) && rule.isOpen();
    }

    public List<RuleEntry> open() {
        return book.entries().stream().filter(this::open).toList();
    }

    /** Whether the rule has neither a check nor a reason. */
    public boolean missing(RuleEntry rule) {
        return !checked(rule) && !rule.hasReason();
    }

    public List<RuleEntry> missing() {
        return book.entries().stream().filter(this::missing).toList();
    }

    /** What has to be mended before the build passes, one line each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        checks.forEach((rule, ids) -> {
            if (book.find(rule).isEmpty()) {
                problems.add(rule + " is not in the rule book, but " + ids.getFirst() + " names it");
            }
        });
        for (RuleEntry rule : book.entries()) {
            if (missing(rule)) {
                problems.add(rule.id() + " has neither a check nor a reason: " + rule.sentence());
            } else if (checked(rule) && rule.hasReason()) {
                problems.add(rule.id() + " has a check (" + checksOf(rule.id()).getFirst() + ") and a reason for none");
            }
        }
        return problems;
    }
}
