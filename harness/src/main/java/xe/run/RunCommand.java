// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.expect.Place;
import xe.kernel.KernelInfo;
import xe.report.AllureReport;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.output.Output;
import xe.report.output.Outputs;
import xe.rules.RuleBook;

@Command(name = "run", description = "Run checks, on the simulator unless told otherwise.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private XeCts root;

    @Mixin
    private TargetOptions target;

    @Mixin
    private SelectionOptions selection;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Folder for everything that the run leaves behind (${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--report",
            negatable = true,
            description = "Render report.html; the default unless --select names single checks.")
    private @Nullable Boolean report;

    @Option(
            names = "--journal-only",
            description =
                    "Write outcomes.jsonl alone; 'xe-cts report DIR' makes the rest, on another machine if need be.")
    private boolean journalOnly;

    @Option(names = "--traces", description = "Keep the system calls of passed checks too, in outcomes.jsonl.")
    private boolean traces;

    @Mixin
    private ExecutionOptions execution;

    @Mixin
    private RepeatOptions repeat;

    @Mixin
    private ExpectationOptions expectations;

    @Override
    public Integer call() {
        return execute(null);
    }

    /**
     * Does what is left of a run with these options.
     *
     * @param folder of that run, wherever it stands now
     */
    int resume(Path folder, RecordedRun recorded) {
        out = folder;
        return execute(recorded);
    }

    private int execute(@Nullable RecordedRun recorded) {
        RuleBook book = RuleBook.load();
        List<Check> index = CheckIndex.load();
        List<Check> selected = selection.of(index);
        repeat.verify();
        expectations.load();
        Target where = target.resolve();

        List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
        RunInfo here = new RunInfo(
                Version.current(),
                where.kernel(),
                where.device(),
                book.hash(),
                ArgumentText.join(arguments),
                Instant.now());
        RunInfo run = recorded == null ? here : recorded.run();
        PrintWriter stdout = spec.commandLine().getOut();
        Console console = new Console(
                output.console(stdout, spec.commandLine().getErr()),
                root.terminal(),
                new Again(target.again(), index.stream().map(Check::id).toList()));
        LiveOutputs live = output.live(run, selected, stdout);
        List<Output> outputs = journalOnly ? List.of() : Outputs.of(book, output.submission());
        Session session = new Session(run, out, console, live, outputs, renderer());
        List<Check> left = selected;
        if (recorded == null) {
            session.open(execution.sync(where), execution.ordered() ? selected : List.of());
        } else {
            left = Resumption.of(recorded, here, out).left(selected, session, execution.sync(where));
        }
        console.header(run, left.size());
        Place place = where.place();
        List<Check> toRun = expectations.left(left, place, session::add);
        try (Execution checks =
                execution.start(where, out, toRun, index, Map.of("xe.traces", Boolean.toString(traces)))) {
            checks.watch().ifPresent(console::watch);
            Thread interrupted = new Thread(() -> {
                checks.stop();
                Runtime.getRuntime().halt(exitCode(session.end(selected, "interrupted")));
            });
            Runtime.getRuntime().addShutdownHook(interrupted);
            Optional<String> why = repeat.run(
                    toRun,
                    (round, outcomes) -> checks.run(round, session::begin, judged(run, place, outcomes)),
                    session::add);
            ExitCode code = session.end(selected, why.orElse(""));
            expectations.update(session.outcomes(), place);
            Runtime.getRuntime().removeShutdownHook(interrupted);
            return exitCode(code);
        } catch (IllegalStateException e) {
            throw RunProblem.broken("interrupted", e); // the other thread is about to end the process
        }
    }

    /** What the caller of a run understands for {@code code}. */
    int exitCode(ExitCode code) {
        return output.exitStyle().of(code);
    }

    /** What the model assumes is no evidence; what is expected to fail does not count. */
    private Consumer<CheckOutcome> judged(RunInfo run, Place place, Consumer<CheckOutcome> outcomes) {
        if (run.kernel().gpu() != KernelInfo.Gpu.MODELLED) {
            return outcome -> outcomes.accept(expectations.judge(outcome, place));
        }
        Assumptions assumptions = Assumptions.load();
        return outcome -> outcomes.accept(expectations.judge(assumptions.judge(outcome), place));
    }

    private @Nullable AllureReport renderer() {
        boolean wanted = report == null ? !selection.selection().namesChecksOnly() : report;
        return wanted && !journalOnly ? new AllureReport(Installation.reportGenerator()) : null;
    }
}
