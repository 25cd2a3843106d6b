// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Summary;
import xe.worker.Limits;
import xe.worker.WorkerCommand;

@Command(
        name = "trace",
        description = {
            "Run one check and print its system calls, with the fields of their structs, in the manner of strace(1).",
            "Ends as a run of the check would; writes nothing."
        })
final class TraceCommand implements Callable<Integer> {
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Optional.empty());

    /** What is printed of what is attached: of a check that hangs, where it does. */
    private static final List<String> PRINTED = List.of("system calls", "kernel stacks");

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Parameters(paramLabel = "CHECK", description = "Its name, or a pattern that matches it alone.")
    private String name;

    @Override
    public Integer call() {
        List<Check> index = CheckIndex.load();
        List<Check> selected = new Selection(List.of(name), List.of()).of(index);
        if (selected.size() > 1) {
            throw RunProblem.usage("'%s' matches %d checks: trace takes one".formatted(name, selected.size()));
        }
        Target where = target.resolve(new HostDevices(Path.of("/")));
        WorkerCommand command = new WorkerCommand(Path.of(System.getProperty("java.io.tmpdir")));
        List<CheckOutcome> outcomes = new ArrayList<>();
        try (Execution checks =
                new ExecutionOptions().start(where, command, false, LIMITS, 1, index, Map.of("xe.traces", "true"))) {
            if (!target.required().isEmpty()) {
                checks.look(where, target.required());
            }
            checks.run(selected, check -> {}, outcomes::add).ifPresent(why -> {
                throw RunProblem.broken(why);
            });
        }
        PrintWriter out = spec.commandLine().getOut();
        outcomes.forEach(outcome -> print(outcome, out));
        return ExitCode.of(Summary.of(outcomes)).code();
    }

    private static void print(CheckOutcome outcome, PrintWriter out) {
        outcome.attachments().stream()
                .filter(attachment -> PRINTED.contains(attachment.name()))
                .forEach(attachment -> out.println(attachment.text().stripTrailing()));
        String message = outcome.message().isEmpty() ? "" : ": " + outcome.message();
        out.println("+++ " + outcome.verdict().word() + message + " +++");
        out.flush();
    }
}
