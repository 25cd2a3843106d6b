// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.expect.Place;
import xe.kernel.KernelInfo;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.output.Output;
import xe.report.output.Outputs;
import xe.rules.RuleBook;
import xe.worker.Surroundings;
import xe.worker.WorkerCommand;

@Command(name = "run", description = "Run checks, on the simulator unless told otherwise.", abbreviateSynopsis = true)
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
    private RepeatOptions repeat;

    @Mixin
    private TimeOptions time;

    @Mixin
    private ExecutionOptions execution;

    @Mixin
    private ExpectationOptions expectations;

    @Mixin
    private FolderOptions folder;

    @Mixin
    private OutputOptions output;

    @Mixin
    private KcidbOptions kcidb;

    @Override
    public Integer call() {
        HostDevices host = new HostDevices(Path.of("/"));
        List<Target> targets = target.all(host);
        if (!target.everyDevice(host)) {
            return exitCode(execute(work(), targets.getFirst(), folder.out(), null));
        }
        output.verifyOneStreamEach();
        Work work = work();
        ExitCode code = ExitCode.SKIPPED;
        for (Target each : targets) {
            ExitCode next = attempt(work, each);
            code = code.worse(next);
            if (next == ExitCode.ABORTED) {
                break;
            }
        }
        return exitCode(code);
    }

    /**
     * Does what is left of a run with these options.
     *
     * @param out the folder of that run, wherever it stands now
     */
    int resume(Path out, RecordedRun recorded) {
        return exitCode(execute(work(), target.resolve(new HostDevices(Path.of("/"))), out, recorded));
    }

    /** The checks that its options select. */
    List<Check> selected() {
        return selection.of(CheckIndex.load());
    }

    /** The command that runs one check as a run with these options did, up to the check's name. */
    String again(RunInfo recorded) {
        return target.again(recorded.simulated(), "");
    }

    /** What there is to do on any device. */
    private record Work(RuleBook book, List<Check> index, List<Check> selected) {}

    /** @throws RunProblem if the options ask for what there is not */
    private Work work() {
        RuleBook book = RuleBook.load();
        List<Check> index = CheckIndex.load();
        List<Check> selected = selection.of(index);
        repeat.verify();
        expectations.load();
        return new Work(book, index, selected);
    }

    /** One of several runs: what keeps it from beginning is no reason not to try the next. */
    private ExitCode attempt(Work work, Target where) {
        try {
            return execute(work, where, folder.of(where), null);
        } catch (RunProblem e) {
            spec.commandLine().getErr().println("xe-cts: %s: %s".formatted(where.node(), e.getMessage()));
            return e.exitCode();
        }
    }

    private ExitCode execute(Work work, Target where, Path out, @Nullable RecordedRun recorded) {
        List<Check> index = work.index();
        List<Check> selected = work.selected();
        OutputFolder.make(out);
        boolean sync = folder.sync(where);
        Map<String, String> traces = Map.of("xe.traces", Boolean.toString(folder.traces()));
        WorkerCommand command = new WorkerCommand(out, root.headStart());
        try (Execution checks = execution.start(where, command, sync, time.limits(), selected.size(), index, traces)) {
            Surroundings found = checks.look(where, target.required());
            RunInfo here = new RunInfo(
                    Version.current(),
                    found.kernel(),
                    where.device(found),
                    work.book().hash(),
                    arguments(where),
                    Instant.now());
            RunInfo run = recorded == null ? here : recorded.run();
            PrintWriter stdout = spec.commandLine().getOut();
            Console console = new Console(
                    output.console(stdout, spec.commandLine().getErr()),
                    root.terminal(),
                    new Again(
                            target.again(where.simulated(), where.node()),
                            index.stream().map(Check::id).toList()));
            LiveOutputs live = output.live(run, selected, stdout);
            boolean html = !selection.selection().namesChecksOnly();
            List<Output> outputs = folder.journalOnly()
                    ? List.of()
                    : Outputs.of(work.book(), kcidb.submission(), folder.renderer(html));
            Session session = new Session(run, out, console, live, outputs);
            List<Check> left = selected;
            if (recorded == null) {
                session.open(sync, execution.seed().isEmpty() ? selected : List.of());
            } else {
                left = Resumption.of(recorded, here, out).left(selected, session, sync, PreviousBoot.ofThisMachine());
            }
            console.header(run, left.size());
            execution.seed().ifPresent(console::order);
            checks.watch().ifPresent(console::watch);
            return run(checks, session, selected, left, where.place(found), judged(run));
        } catch (IllegalStateException e) {
            throw RunProblem.broken("interrupted", e); // the other thread is about to end the process
        }
    }

    private ExitCode run(
            Execution checks,
            Session session,
            List<Check> selected,
            List<Check> left,
            Place place,
            UnaryOperator<CheckOutcome> judge) {
        List<Check> toRun = expectations.left(left, place, session::add);
        Thread interrupted = new Thread(() -> {
            checks.stop();
            Runtime.getRuntime().halt(exitCode(session.end(selected, "interrupted")));
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        Optional<String> why = repeat.run(
                toRun,
                (round, outcomes) -> checks.run(
                        round,
                        session::begin,
                        outcome -> outcomes.accept(expectations.judge(judge.apply(outcome), place))),
                session::add);
        ExitCode code = session.end(selected, why.orElse(""));
        expectations.update(session.outcomes(), place);
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return code;
    }

    /** As they were given, with the seed if it was drawn; of several devices, those that test this one alone. */
    private String arguments(Target where) {
        List<String> given =
                new ArrayList<>(spec.commandLine().getParent().getParseResult().originalArgs());
        execution.missingSeed().ifPresent(given::add);
        return ArgumentText.join(
                target.everyDevice(new HostDevices(Path.of("/"))) ? target.alone(given, where) : given);
    }

    /** What the caller of a run understands for {@code code}. */
    int exitCode(ExitCode code) {
        return output.exitStyle().of(code);
    }

    /** What the model assumes is no evidence. */
    private static UnaryOperator<CheckOutcome> judged(RunInfo run) {
        return run.kernel().gpu() == KernelInfo.Gpu.MODELLED ? Assumptions.load()::judge : outcome -> outcome;
    }
}
