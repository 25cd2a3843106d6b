// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import xe.report.RecordedRun;

@Command(
        name = "resume",
        description = {
            "Go on with a run that was cut off.",
            "Killed, interrupted, or by the end of the machine. What ended stays as it is, what was running counts as incomplete, the rest runs with the same options."
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
        return RecordedCommand.of(recorded, out, spec.commandLine(), root).resume(out, recorded);
    }
}
