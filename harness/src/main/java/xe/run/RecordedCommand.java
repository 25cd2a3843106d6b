// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import picocli.CommandLine;
import xe.report.RecordedRun;

/** The command that made an earlier run. */
final class RecordedCommand {
    private RecordedCommand() {}

    /**
     * @param around the command that wants to know: what it prints on is where the other one prints
     * @throws RunProblem if it is no {@code xe-cts run}
     */
    static RunCommand of(RecordedRun recorded, Path out, CommandLine around, XeCts root) {
        CommandLine commands = new XeCts(root.terminal(), root.headStart())
                .commandLine()
                .setOut(around.getOut())
                .setErr(around.getErr())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
        CommandLine.ParseResult parsed = commands.parseArgs(
                ArgumentText.split(recorded.run().arguments()).toArray(String[]::new));
        CommandLine.ParseResult command = parsed.subcommand();
        if (command == null || !(command.commandSpec().userObject() instanceof RunCommand run)) {
            throw RunProblem.usage("%s is not of 'xe-cts run': %s"
                    .formatted(out, recorded.run().arguments()));
        }
        return run;
    }
}
