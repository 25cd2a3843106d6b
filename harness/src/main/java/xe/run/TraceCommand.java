// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.report.Check;
import xe.report.CheckOutcome;

@Command(
        name = "trace",
        description = {
            "Run one check and print its system calls, with the fields of their structs, in the manner of strace(1).",
            "Ends as a run of the check would; writes nothing."
        })
final class TraceCommand implements Callable<Integer> {
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
        Target where = target.resolve();
        Map<String, String> parameters = new HashMap<>(where.parameters());
        parameters.put("xe.traces", "true");
        PrintWriter out = spec.commandLine().getOut();
        ExitCode[] code = {ExitCode.BROKEN};
        Execution.inProcess(index, parameters).run(selected, check -> {}, outcome -> {
            print(outcome, out);
            code[0] = ExitCode.of(xe.report.Summary.of(List.of(outcome)));
        });
        return code[0].code();
    }

    private static void print(CheckOutcome outcome, PrintWriter out) {
        outcome.attachments().stream()
                .filter(attachment -> attachment.name().equals("system calls"))
                .forEach(attachment -> out.println(attachment.text().stripTrailing()));
        String message = outcome.message().isEmpty() ? "" : ": " + outcome.message();
        out.println("+++ " + outcome.verdict().word() + message + " +++");
        out.flush();
    }
}
