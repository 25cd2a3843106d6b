// SPDX-License-Identifier: MIT
package xe.run;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "xe-cts",
        description = "Conformance tests for the UAPI of the xe Linux GPU driver.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything selected passed, was skipped or failed as expected",
            "1:a check failed, crashed, timed out or passed unexpectedly, or something required is missing",
            "2:interrupted, or out of time, before the end",
            "3:set-up or the suite itself went wrong, nothing failed",
            "77:every selected check was skipped",
            "79:usage error, unknown name, or nothing selected",
            "112:aborted, the machine is in no state to go on"
        },
        subcommands = {
            RunCommand.class,
            ResumeCommand.class,
            TraceCommand.class,
            ReportCommand.class,
            MergeCommand.class,
            CompareCommand.class,
            ListCommand.class,
            RulesCommand.class,
            HeadersCommand.class,
            DoctorCommand.class,
            DevicesCommand.class,
            ExpectationsCommand.class,
            CompletionCommand.class
        })
final class XeCts implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of the suite's own errors.")
    private boolean debug;

    XeCts(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: run, resume, trace, report, merge, compare, list, rules, headers, doctor,"
                        + " devices, expectations, completion");
    }
}
