// SPDX-License-Identifier: MIT
package xe.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Coverage as text for a terminal.
 */
public final class CoverageText {
    private static final String ROW = "%-5s %-30s %6s %8s %12s %6s %8s";

    private final RuleBook book;
    private final Coverage coverage;

    public CoverageText(RuleBook book, Coverage coverage) {
        this.book = book;
        this.coverage = coverage;
    }

    /** One line per area, and their sum. */
    public List<String> table() {
        List<Coverage.AreaCount> areas = coverage.areas();
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("area", "", "rules", "checked", "with reason", "open", "missing"));
        for (Coverage.AreaCount area : areas) {
            lines.add(row(
                    area.area().name(),
                    area.area().title(),
                    area.rules(),
                    area.checked(),
                    area.reasoned(),
                    area.open(),
                    area.missing()));
        }
        lines.add(row(
                "total",
                "rule book " + book.hash(),
                areas.stream().mapToInt(Coverage.AreaCount::rules).sum(),
                areas.stream().mapToInt(Coverage.AreaCount::checked).sum(),
                areas.stream().mapToInt(Coverage.AreaCount::reasoned).sum(),
                areas.stream().mapToInt(Coverage.AreaCount::open).sum(),
                areas.stream().mapToInt(Coverage.AreaCount::missing).sum()));
        return lines;
    }

    /** Every rule of an area with its number of checks, or the reason for none. */
    public List<String> area(Area area) {
        return book.of(area).stream().map(this::line).toList();
    }

    /** Every rule that has neither a check nor a reason. */
    public List<String> missing() {
        return coverage.missing().stream().map(this::line).toList();
    }

    /** All there is to say about one rule, with its checks. */
    public List<String> rule(RuleEntry rule) {
        List<String> checks = coverage.checksOf(rule.id());
        String shown = checks.isEmpty()
                ? "no check: " + (rule.hasReason() ? rule.reason() : "and no reason")
                : checks.stream().collect(Collectors.joining("\n  ", "checks:\n  ", ""));
        return """
                %s
                  if        %s
                  then      %s
                  source    %s
                  needs     %s
                  evidence  %s
                %s""".formatted(
                rule.id(), rule.condition(), rule.expected(), rule.source(), rule.needs(), rule.evidence(), shown).lines().toList();
    }

    private String line(RuleEntry rule) {
        int checks = coverage.checksOf(rule.id()).size();
        String state = switch (checks) {
            case 0 -> unchecked(rule);
            case 1 -> "1 check";
            default -> checks + " checks";
        };
        return "%-8s %s [%s]".formatted(rule.id(), rule.sentence(), state);
    }

    private static String unchecked(RuleEntry rule) {
        if (rule.isOpen()) {
            return "OPEN";
        }
        return rule.hasReason() ? "no check: " + rule.reason() : "MISSING";
    }

    private static String row(String area, String title, int rules, int checked, int reasoned, int open, int missing) {
        return ROW.formatted(area, title, rules, checked, reasoned, open, missing);
    }
}
