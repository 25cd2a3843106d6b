// SPDX-License-Identifier: MIT
package xe.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import xe.worker.HeadStart;

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
        })
final class XeCts implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = commands();

    private final Terminal terminal;
    private final HeadStart headStart;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of the suite's own errors.")
    private boolean debug;

    /** @param headStart has a worker, if one is likely to be needed */
    XeCts(Terminal terminal, HeadStart headStart) {
        this.terminal = terminal;
        this.headStart = headStart;
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("resume", ResumeCommand.class);
        commands.put("trace", TraceCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("merge", MergeCommand.class);
        commands.put("compare", CompareCommand.class);
        commands.put("list", ListCommand.class);
        commands.put("rules", RulesCommand.class);
        commands.put("headers", HeadersCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("devices", DevicesCommand.class);
        commands.put("expectations", ExpectationsCommand.class);
        commands.put("completion", CompletionCommand.class);
        return commands;
    }

    /** With all commands. */
    CommandLine commandLine() {
        CommandLine suite = new CommandLine(this);
        COMMANDS.values().forEach(suite::addSubcommand);
        return suite;
    }

    /** With those that {@code arguments} need, as each takes its time: the one that comes first; or all. */
    CommandLine commandLine(String... arguments) {
        @Nullable Class<?> first = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        return first == null || first == CompletionCommand.class
                ? commandLine()
                : new CommandLine(this).addSubcommand(first);
    }

    Terminal terminal() {
        return terminal;
    }

    HeadStart headStart() {
        return headStart;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: " + String.join(", ", COMMANDS.keySet()));
    }
}
