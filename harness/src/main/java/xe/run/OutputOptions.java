// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.Check;
import xe.report.RunInfo;
import xe.report.output.Ktap;
import xe.report.output.LavaSignals;

/** The options that say whom a run tells its results, and how. */
@Command(optionListHeading = "Who is told, as it happens:")
final class OutputOptions {
    @Option(names = "--ktap", description = "Print KTAP on standard output, and all else on standard error.")
    private boolean ktap;

    @Option(
            names = "--ktap-nesting",
            paramLabel = "indent|comment",
            defaultValue = "indent",
            description = "Nest KTAP by two spaces, as kunit.py has it, or by '# ', as LKFT has it (${DEFAULT-VALUE}).")
    private Ktap.Nesting nesting = Ktap.Nesting.INDENT;

    @Option(
            names = "--lava",
            arity = "0..1",
            paramLabel = "auto|stdout|kmsg",
            fallbackValue = "auto",
            description =
                    "Tell LAVA each result as it comes: by lava-test-case if it is on PATH, else by signals on standard output; or by signals in the kernel log.")
    private @Nullable LavaChannel lava;

    @Option(
            names = "--exit-style",
            paramLabel = "xe|kselftest",
            defaultValue = "xe",
            description =
                    "End with the codes below, or as a program of kselftest: 0 passed, 1 failed, 4 skipped (${DEFAULT-VALUE}).")
    private ExitStyle exitStyle = ExitStyle.XE;

    @Option(
            names = "--bisect",
            description = "For 'git bisect run': end with 0 if all passed, 1 if a check failed, else 125.")
    private boolean bisect;

    ExitStyle exitStyle() {
        return bisect ? ExitStyle.BISECT : exitStyle;
    }

    /** @throws RunProblem if several runs would be told as one */
    void verifyOneStreamEach() {
        if (ktap || lava != null) {
            throw RunProblem.usage("--device all makes a run of each device: %s tells one run alone; give one device"
                    .formatted(ktap ? "--ktap" : "--lava"));
        }
    }

    /** Where what people read goes: KTAP has standard output to itself. */
    PrintWriter console(PrintWriter out, PrintWriter err) {
        return ktap ? err : out;
    }

    /**
     * What tells results as they come.
     *
     * @throws RunProblem if there is no kernel log to write to
     */
    LiveOutputs live(RunInfo run, List<Check> selected, PrintWriter out) {
        return new LiveOutputs(
                ktap ? new Ktap(run, nesting, selected) : null,
                lava == null ? null : new LavaSignals(run, channel(lava, out)),
                out);
    }

    private static LavaSignals.Channel channel(LavaChannel channel, PrintWriter out) {
        LavaSignals.Channel onStdout = LavaSignals.Channel.lines(line -> {
            out.println(line);
            out.flush();
        });
        return switch (channel) {
            case STDOUT -> onStdout;
            case KMSG -> LavaSignals.Channel.lines(kernelLog(Path.of("/dev/kmsg")));
            case AUTO -> {
                Optional<LavaPrograms> programs = LavaPrograms.in(
                        Optional.ofNullable(System.getenv("PATH")).orElse(""));
                yield programs.isPresent() ? programs.get() : onStdout;
            }
        };
    }

    /** Writes lines at the highest level, as LAVA's own programs do. */
    static java.util.function.Consumer<String> kernelLog(Path log) {
        if (!Files.isWritable(log)) {
            throw RunProblem.usage("--lava kmsg: no permission to write to " + log);
        }
        return line -> {
            try {
                Files.writeString(log, "<0>" + line + "\n", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw RunProblem.broken("--lava kmsg: " + OutputFolder.reason(e), e);
            }
        };
    }
}
