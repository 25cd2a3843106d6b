// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.report.AllureReport;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.output.Output;
import xe.report.output.Outputs;
import xe.rules.RuleBook;

@Command(
        name = "merge",
        description = {
            "Make one run of those of parts of the checks (run --shard).",
            "Prints, writes and ends with what a run of all of them would."
        })
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private XeCts root;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder for the whole.")
    private Path out;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PART", description = "The --out folders of the parts.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private HtmlOption html;

    @Option(names = "--journal-only", description = "Write outcomes.jsonl alone.")
    private boolean journalOnly;

    @Mixin
    private KcidbOptions kcidb;

    /** One of the runs, and what it was to do. */
    private record Part(Path folder, RecordedRun recorded, RunCommand command) {}

    @Override
    public Integer call() throws IOException {
        List<Part> parts = folders.stream().map(this::part).toList();
        Part first = parts.getFirst();
        parts.forEach(part -> same(first, part));
        AllureReport report = journalOnly ? null : html.renderer();
        if (report != null) {
            report.begin(); // while they are put together
        }
        List<Check> index = CheckIndex.load();
        List<Check> selected = selected(parts, index);
        List<CheckOutcome> outcomes = outcomes(parts, selected);
        RunInfo run = whole(parts);

        OutputFolder.make(out);
        PrintWriter stdout = spec.commandLine().getOut();
        Again again = new Again(
                first.command().again(run), index.stream().map(Check::id).toList());
        Console console = new Console(stdout, root.terminal(), again);
        List<Output> outputs = journalOnly ? List.of() : Outputs.of(RuleBook.load(), kcidb.submission(), report);
        Session session = new Session(run, out, console, new LiveOutputs(null, null, stdout), outputs);
        session.open(false, List.of());
        console.header(run, selected.size());
        outcomes.forEach(session::add);
        ExitCode code = session.end(selected, "its part was cut short", parts.size() + " parts");
        return first.command().exitCode(code);
    }

    /** What any part was to do, in the order of the index. */
    private static List<Check> selected(List<Part> parts, List<Check> index) {
        Set<String> wanted = parts.stream()
                .flatMap(part -> part.command().selected().stream())
                .map(Check::id)
                .collect(Collectors.toSet());
        return index.stream().filter(check -> wanted.contains(check.id())).toList();
    }

    /** The run that the parts are of: it began with the first of them. */
    private static RunInfo whole(List<Part> parts) {
        RunInfo first = parts.getFirst().recorded().run();
        Instant start = parts.stream()
                .map(part -> part.recorded().run().start())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new RunInfo(
                first.suiteVersion(), first.kernel(), first.device(), first.ruleBook(), arguments(first), start);
    }

    private Part part(Path folder) {
        RecordedRun recorded = Recorded.load(folder);
        return new Part(folder, recorded, RecordedCommand.of(recorded, folder, spec.commandLine(), root));
    }

    private static void same(Part one, Part other) {
        Map<String, String> another = other.recorded().run().identity();
        one.recorded().run().identity().forEach((what, first) -> same(one, other, what, first, another.get(what)));
    }

    private static void same(Part one, Part other, String what, String first, String second) {
        if (!first.equals(second)) {
            throw RunProblem.usage("%s and %s are no parts of one run: they have another %s, %s and %s"
                    .formatted(one.folder(), other.folder(), what, first, second));
        }
    }

    /**
     * In the order of the checks. Of a check that several parts ran, the first part's outcomes count, or those of the first part where
     * it went wrong.
     */
    private static List<CheckOutcome> outcomes(List<Part> parts, List<Check> selected) {
        Map<String, List<CheckOutcome>> byCheck = new LinkedHashMap<>();
        selected.forEach(check -> byCheck.put(check.id(), List.of()));
        for (Part part : parts) {
            Map<String, List<CheckOutcome>> here = part.recorded().outcomes().stream()
                    .collect(Collectors.groupingBy(outcome -> outcome.check().id()));
            here.forEach((id, outcomes) -> byCheck.merge(
                    id, outcomes, (known, more) -> known.isEmpty() || (!wrong(known) && wrong(more)) ? more : known));
        }
        return byCheck.values().stream().flatMap(List::stream).toList();
    }

    private static boolean wrong(List<CheckOutcome> outcomes) {
        return outcomes.stream().anyMatch(outcome -> outcome.verdict().wrong());
    }

    /** Those of a run of all parts. */
    private static String arguments(RunInfo run) {
        List<String> whole = new ArrayList<>();
        List<String> words = ArgumentText.split(run.arguments());
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("--shard")) {
                i++;
            } else if (!words.get(i).startsWith("--shard=")) {
                whole.add(words.get(i));
            }
        }
        return ArgumentText.join(whole);
    }
}
