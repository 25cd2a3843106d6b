// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.kernel.KernelInfo;
import xe.report.AllureReport;
import xe.report.Check;
import xe.report.CheckOutcome;
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

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Run in a random order made from the number; the order is that of the names without it.")
    private @Nullable Long seed;

    @Override
    public Integer call() {
        RuleBook book = RuleBook.load();
        List<Check> index = CheckIndex.load();
        List<Check> selected = selection.of(index);
        Target where = target.resolve();

        List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
        RunInfo run = new RunInfo(
                Version.current(),
                where.kernel(),
                where.device(),
                book.hash(),
                String.join(" ", arguments),
                Instant.now());
        PrintWriter stdout = spec.commandLine().getOut();
        Console console = new Console(
                output.console(stdout, spec.commandLine().getErr()),
                root.terminal(),
                new Again(target.again(), index.stream().map(Check::id).toList()));
        LiveOutputs live = output.live(run, selected, stdout);
        List<Output> outputs = journalOnly ? List.of() : Outputs.of(book, output.submission());
        Session session = new Session(run, out, console, live, outputs, renderer());
        session.open();
        console.header(run, selected.size());
        Thread interrupted = new Thread(() -> Runtime.getRuntime().halt(exitCode(session.end(selected))));
        Runtime.getRuntime().addShutdownHook(interrupted);
        new Execution(index, parameters(where)).run(selected, judged(run, session::add));
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return exitCode(session.end(selected));
    }

    /** What the caller of a run understands for {@code code}. */
    int exitCode(ExitCode code) {
        return output.exitStyle().of(code);
    }

    private static Consumer<CheckOutcome> judged(RunInfo run, Consumer<CheckOutcome> outcomes) {
        if (run.kernel().gpu() != KernelInfo.Gpu.MODELLED) {
            return outcomes;
        }
        Assumptions assumptions = Assumptions.load();
        return outcome -> outcomes.accept(assumptions.judge(outcome));
    }

    private Map<String, String> parameters(Target where) {
        Map<String, String> parameters = new HashMap<>(where.parameters());
        parameters.put("xe.traces", Boolean.toString(traces));
        if (seed != null) {
            parameters.put("junit.jupiter.testclass.order.default", ClassOrderer.Random.class.getName());
            parameters.put("junit.jupiter.testmethod.order.default", MethodOrderer.Random.class.getName());
            parameters.put("junit.jupiter.execution.order.random.seed", seed.toString());
        }
        return parameters;
    }

    private @Nullable AllureReport renderer() {
        boolean wanted = report == null ? !selection.selection().namesChecksOnly() : report;
        return wanted && !journalOnly ? new AllureReport(Installation.reportGenerator()) : null;
    }
}
