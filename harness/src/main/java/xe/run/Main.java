// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import xe.worker.HeadStart;
import xe.worker.Worker;
import xe.worker.WorkerCommand;

/** The program {@code xe-cts}. */
public final class Main {
    private static final Set<String> RUNS = Set.of("run", "resume");
    private static final Set<String> NO_WORKER = Set.of("--in-process", "--help", "-h");

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals(WorkerCommand.ARGUMENT)) {
            Worker.main(arguments);
            return;
        }
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        // A worker's JVM takes as long to start as it takes to read the options.
        HeadStart headStart = headStart(List.of(arguments));
        System.exit(execute(new XeCts(Terminal.detect(), headStart), out, err, arguments));
    }

    /** A guess: a worker too many ends by itself, and one that is missing is started later. */
    private static HeadStart headStart(List<String> arguments) {
        boolean runs = !arguments.isEmpty()
                && RUNS.contains(arguments.getFirst())
                && arguments.stream().noneMatch(NO_WORKER::contains);
        return runs ? HeadStart.begin() : HeadStart.none();
    }

    /** @return the exit code */
    static int execute(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
        return execute(new XeCts(terminal, HeadStart.none()), out, err, arguments);
    }

    private static int execute(XeCts suite, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commands = suite.commandLine(arguments)
                .setOut(out)
                .setErr(err)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(suite.terminal().ansi()))
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
