// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.rules.Area;
import xe.rules.CheckRules;
import xe.rules.ContradictionText;
import xe.rules.Contradictions;
import xe.rules.Coverage;
import xe.rules.CoverageText;
import xe.rules.RuleBook;
import xe.rules.RuleEntry;

@Command(
        name = "rules",
        description = {
            "Print the rules of the contract and which checks show them.",
            "Without arguments: coverage per area; exits with 1 if a rule has neither a check nor a reason."
        })
final class RulesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "RULE|AREA",
            description = "A rule such as VMR-001 with its checks, or all rules of an area such as VMR.")
    private List<String> names = List.of();

    @Option(names = "--open", description = "Print also each rule that no check shows yet, although one could.")
    private boolean open;

    @Option(names = "--missing", description = "Print also each rule that has neither a check nor a reason.")
    private boolean missing;

    @Option(
            names = "--contradictions",
            description = "Print where the driver does not do what its documentation or its other calls say.")
    private boolean contradictions;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RuleBook book = RuleBook.load();
        Coverage coverage = new Coverage(
                book,
                CheckIndex.load().stream()
                        .map(check -> new CheckRules(check.id(), check.rules()))
                        .toList());
        if (contradictions) {
            new ContradictionText(book, coverage)
                    .lines(Contradictions.load(book))
                    .forEach(out::println);
            out.flush();
            return ExitCode.OK.code();
        }
        CoverageText text = new CoverageText(book, coverage);
        if (!names.isEmpty()) {
            names.forEach(
                    name -> lines(name.toUpperCase(Locale.ROOT), book, text).forEach(out::println));
            out.flush();
            return ExitCode.OK.code();
        }
        text.table().forEach(out::println);
        List<RuleEntry> waiting = coverage.open();
        if (!waiting.isEmpty()) {
            out.printf("%d rules are open: no check shows them yet; --open prints them%n", waiting.size());
        }
        if (open) {
            waiting.forEach(rule -> out.println("%-8s %s".formatted(rule.id(), rule.sentence())));
        }
        List<String> problems = coverage.problems();
        if (!problems.isEmpty()) {
            out.println(missing ? "" : "%d problems; --missing prints them".formatted(problems.size()));
        }
        if (missing) {
            problems.forEach(out::println);
        }
        out.flush();
        return (problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static List<String> lines(String name, RuleBook book, CoverageText text) {
        return Arrays.stream(Area.values())
                .filter(area -> area.name().equals(name))
                .findFirst()
                .map(text::area)
                .or(() -> book.find(name).map(text::rule))
                .orElseThrow(() -> RunProblem.usage(
                        "no rule or area '%s': './xe-cts rules' prints the areas, './xe-cts rules AREA' their rules"
                                .formatted(name)));
    }
}
