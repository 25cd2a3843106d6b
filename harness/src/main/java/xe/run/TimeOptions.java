// SPDX-License-Identifier: MIT
package xe.run;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.worker.Limits;

/** The options that say how long things may take. */
@Command(optionListHeading = "How long they may take:")
final class TimeOptions {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Time that one check has, before its process is killed (${DEFAULT-VALUE}).")
    private double timeout;

    @Option(
            names = "--inactivity-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Time that a process has to start, and between checks (${DEFAULT-VALUE}).")
    private double inactivity;

    @Option(
            names = "--overall-timeout",
            paramLabel = "SECONDS",
            description = "Time for everything; what has not run by then counts as not run.")
    private @Nullable Double overall;

    /** @throws RunProblem if one is no time */
    Limits limits() {
        return new Limits(
                seconds("--timeout", timeout),
                seconds("--inactivity-timeout", inactivity),
                Optional.ofNullable(overall).map(limit -> seconds("--overall-timeout", limit)));
    }

    private static Duration seconds(String option, double seconds) {
        if (!(seconds > 0 && seconds < 1e9)) {
            throw RunProblem.usage(option + " needs a number of seconds above 0");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
