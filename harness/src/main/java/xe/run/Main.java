// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import picocli.CommandLine;
import xe.worker.Worker;
import xe.worker.WorkerCommand;

/** The program {@code xe-cts}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals(WorkerCommand.ARGUMENT)) {
            Worker.main(arguments);
            return;
        }
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(execute(Terminal.detect(), out, err, arguments));
    }

    /** @return the exit code */
    static int execute(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commands = new CommandLine(new XeCts(terminal))
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(Main::badArguments)
                .setExecutionExceptionHandler(Main::problem);
        Version.in(commands);
        OptionGroups.in(commands);
        return commands.execute(arguments);
    }

    private static int badArguments(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("xe-cts: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("'./%s --help' says what there is."
                    .formatted(command.getCommandSpec().qualifiedName()));
        }
        return ExitCode.USAGE.code();
    }

    private static int problem(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean debug = parsed.expandedArgs().contains("--debug");
        if (e instanceof RunProblem problem) {
            err.println("xe-cts: " + e.getMessage());
            if (debug) {
                e.printStackTrace(err);
            }
            return exitCode(command, problem.exitCode());
        }
        if (e instanceof xe.rules.RuleBookException) {
            err.println("xe-cts: the rule book can't be used: " + e.getMessage());
        } else {
            err.println("xe-cts: something went wrong inside: " + e + (debug ? "" : " (--debug shows where)"));
        }
        if (debug) {
            e.printStackTrace(err);
        }
        return exitCode(command, ExitCode.BROKEN);
    }

    private static int exitCode(CommandLine command, ExitCode code) {
        return command.getCommand() instanceof RunCommand run ? run.exitCode(code) : code.code();
    }
}
