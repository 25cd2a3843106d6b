// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.report.RecordedRun;

@Command(
        name = "resume",
        description = {
            "Go on with a run that was cut off: killed, interrupted, or by the end of the machine.",
            "What ended stays as it is, what was running counts as incomplete, the rest runs with the same options."
        })
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private XeCts root;

    @Parameters(paramLabel = "DIR", description = "The --out folder of the run.")
    private Path out;

    @Override
    public Integer call() {
        RecordedRun recorded = Recorded.load(out);
        CommandLine commands = new CommandLine(new XeCts(root.terminal()))
                .setOut(spec.commandLine().getOut())
                .setErr(spec.commandLine().getErr())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
        CommandLine.ParseResult parsed = commands.parseArgs(
                ArgumentText.split(recorded.run().arguments()).toArray(String[]::new));
        CommandLine.ParseResult command = parsed.subcommand();
        if (command == null || !(command.commandSpec().userObject() instanceof RunCommand run)) {
            throw RunProblem.usage("%s is not of 'xe-cts run': %s"
                    .formatted(out, recorded.run().arguments()));
        }
        return run.resume(out, recorded);
    }
}
