// SPDX-License-Identifier: MIT
package xe.report.output;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.PlainText;
import xe.report.RunInfo;
import xe.report.Verdict;

/**
 * KTAP version 1, as Documentation/dev-tools/ktap.rst has it: a subtest per area, given out when the last check of it has ended.
 */
public final class Ktap {
    /** How the results of an area stand in those of the run. */
    public enum Nesting {
        /** Two spaces, which kunit.py reads. */
        INDENT("  ", "KTAP version 1"),
        /** A number sign, which kselftest and LKFT read. */
        COMMENT("# ", "TAP version 13");

        private final String prefix;
        private final String version;

        Nesting(String prefix, String version) {
            this.prefix = prefix;
            this.version = version;
        }
    }

    private enum Total {
        PASS,
        FAIL,
        XFAIL,
        XPASS,
        SKIP,
        ERROR
    }

    private final Names names;
    private final Nesting nesting;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, List<CheckOutcome>> areas = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<Total, Integer> totals = new EnumMap<>(Total.class);
    private int areasDone;

    /** @param checks all that will have an outcome */
    public Ktap(RunInfo run, Nesting nesting, List<Check> checks) {
        this.names = Names.of(run);
        this.nesting = nesting;
        checks.forEach(check -> sizes.merge(check.area(), 1, Integer::sum));
        line("", nesting.version);
        line("", "1.." + sizes.size());
        line("", "# " + PlainText.line(run.title()));
        line("", "# rule book " + run.ruleBook() + ", xe-cts " + PlainText.line(run.arguments()));
    }

    /** Takes an outcome; the area's lines are there once it was the last. */
    public void add(CheckOutcome outcome) {
        String area = outcome.check().area();
        List<CheckOutcome> outcomes = areas.computeIfAbsent(area, name -> new ArrayList<>());
        outcomes.add(outcome);
        if (outcomes.size() == sizes.getOrDefault(area, 0)) {
            area(area, outcomes);
            areas.remove(area);
        }
    }

    /** Ends the document: areas that are not whole are told as they are. */
    public void end() {
        areas.forEach(this::area);
        areas.clear();
        StringBuilder line = new StringBuilder("# Totals:");
        for (Total total : Total.values()) {
            line.append(' ')
                    .append(total.name().toLowerCase(Locale.ROOT))
                    .append(':')
                    .append(totals.getOrDefault(total, 0));
        }
        line("", line.toString());
    }

    /** What came since the last call. */
    public String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    private void area(String area, List<CheckOutcome> outcomes) {
        line(nesting.prefix, nesting.version);
        line(nesting.prefix, "1.." + sizes.getOrDefault(area, outcomes.size()));
        int number = 0;
        boolean failed = false;
        boolean skipped = true;
        for (CheckOutcome outcome : outcomes) {
            Terms terms = Terms.of(outcome.verdict());
            diagnostics(outcome);
            line(nesting.prefix, result(terms, ++number, Names.inArea(outcome.check()), reason(terms, outcome)));
            totals.merge(total(outcome.verdict()), 1, Integer::sum);
            failed |= terms.ktap().equals("not ok");
            skipped &= terms.directive().equals("SKIP");
        }
        failed |= outcomes.size() < sizes.getOrDefault(area, 0);
        line(
                "",
                (failed ? "not ok " : "ok ") + ++areasDone + " " + names.dotted(area)
                        + (skipped ? " # SKIP every check of it" : ""));
    }

    private void diagnostics(CheckOutcome outcome) {
        if (outcome.verdict().wrong()) {
            PlainText.of(outcome.message()).lines().forEach(line -> line(nesting.prefix, "# " + line));
        }
    }

    private static String result(Terms terms, int number, String name, String reason) {
        return terms.ktap() + " " + number + " " + name + reason;
    }

    private static String reason(Terms terms, CheckOutcome outcome) {
        return terms.directive().isEmpty()
                ? ""
                : " # " + terms.directive() + " "
                        + PlainText.line(outcome.message()).replace('#', ' ');
    }

    private static Total total(Verdict verdict) {
        return switch (verdict) {
            case PASSED, WARNED, FLAKED -> Total.PASS;
            case FAILED, FAILED_WITH_LOG -> Total.FAIL;
            case EXPECTED_FAILURE -> Total.XFAIL;
            case UNEXPECTED_PASS -> Total.XPASS;
            case CRASHED, TIMED_OUT, INCOMPLETE, ABORTED, BROKEN, NOT_RUN -> Total.ERROR;
            case NOT_EVIDENCE, SKIPPED -> Total.SKIP;
        };
    }

    private void line(String prefix, String line) {
        text.append(prefix).append(line).append('\n');
    }
}
