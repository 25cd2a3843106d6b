// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.report.CheckOutcome;
import xe.report.Comparison;
import xe.report.Comparison.Change;
import xe.report.Comparison.Pair;
import xe.report.RecordedRun;
import xe.rules.RuleBook;

@Command(
        name = "compare",
        description = {
            "Print where two runs differ: new failures, fixes, checks that came or went.",
            "Exits with 1 if the new run has failures that the base has not."
        })
final class CompareCommand implements Callable<Integer> {
    private static final String INDENT = "        ";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BASE", description = "The --out folder of the run to compare with.")
    private Path base;

    @Parameters(index = "1", paramLabel = "NEW", description = "The --out folder of the run in question.")
    private Path other;

    @Option(
            names = "--traces",
            description = "Print the system calls of both, where the runs kept them (run --traces).")
    private boolean traces;

    @Option(names = "--json", description = "Print JSON instead: every check that is not the same, by kind of change.")
    private boolean json;

    @Override
    public Integer call() {
        RecordedRun old = Recorded.load(base);
        RecordedRun recent = Recorded.load(other);
        Comparison comparison = new Comparison(old, recent);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ComparisonJson.of(old, recent, comparison));
            out.flush();
            return exitCode(comparison).code();
        }
        out.println("base  " + old.run().title());
        out.println("new   " + recent.run().title());
        RuleBook book = RuleBook.load();
        for (Change change : List.of(Change.NEW_FAILURE, Change.DIFFERS, Change.FIXED)) {
            inFull(change, comparison.of(change), book, out);
        }
        counted(Change.NO_LONGER_JUDGED, comparison, true, out);
        counted(Change.NOW_JUDGED, comparison, false, out);
        named(Change.VANISHED, comparison, out);
        named(Change.ADDED, comparison, out);
        long judged = comparison.of(Change.SAME).stream()
                .filter(pair -> pair.base() != null && pair.base().verdict().judged())
                .count();
        out.printf(
                "%n%d new failures, %d wrong in another way, %d fixed; %d checks judged alike%n",
                comparison.of(Change.NEW_FAILURE).size(),
                comparison.of(Change.DIFFERS).size(),
                comparison.of(Change.FIXED).size(),
                judged);
        out.flush();
        return exitCode(comparison).code();
    }

    private static ExitCode exitCode(Comparison comparison) {
        boolean worse = !comparison.of(Change.NEW_FAILURE).isEmpty()
                || !comparison.of(Change.DIFFERS).isEmpty();
        return worse ? ExitCode.FAILED : ExitCode.OK;
    }

    private void inFull(Change change, List<Pair> pairs, RuleBook book, PrintWriter out) {
        if (pairs.isEmpty()) {
            return;
        }
        out.printf("%n%s: %d%n", change.title(), pairs.size());
        for (Pair pair : pairs) {
            out.println("  " + pair.check().id());
            for (String rule : pair.check().rules()) {
                out.println("    " + rule
                        + book.find(rule).map(entry -> ": " + entry.sentence()).orElse(""));
            }
            side("base", pair.base(), out);
            side("new ", pair.other(), out);
        }
    }

    private void side(String name, @Nullable CheckOutcome outcome, PrintWriter out) {
        if (outcome == null) {
            return;
        }
        String message = outcome.message().lines().findFirst().orElse("");
        out.println("    " + name + "  " + outcome.verdict().word() + (message.isEmpty() ? "" : ": " + message));
        if (traces) {
            outcome.attachments().stream()
                    .filter(attachment -> attachment.name().equals("system calls"))
                    .flatMap(attachment -> attachment.text().lines())
                    .forEach(line -> out.println(INDENT + line));
        }
    }

    /** @param whyNew whether the new run's reasons explain it, or the base's */
    private static void counted(Change change, Comparison comparison, boolean whyNew, PrintWriter out) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Pair pair : comparison.of(change)) {
            CheckOutcome skipped = whyNew ? pair.other() : pair.base();
            if (skipped != null) {
                reasons.merge(skipped.verdict().word() + ", " + skipped.message(), 1, Integer::sum);
            }
        }
        if (!reasons.isEmpty()) {
            out.printf("%n%s: %d%n", change.title(), comparison.of(change).size());
            reasons.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(reason -> out.printf("%6d  %s%n", reason.getValue(), reason.getKey()));
        }
    }

    private static void named(Change change, Comparison comparison, PrintWriter out) {
        List<Pair> pairs = comparison.of(change);
        if (!pairs.isEmpty()) {
            out.printf("%n%s: %d%n", change.title(), pairs.size());
            pairs.forEach(pair -> out.println("  " + pair.check().id()));
        }
    }
}
