// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import picocli.CommandLine.Option;
import xe.report.Check;
import xe.worker.Isolation;
import xe.worker.KernelWatch;
import xe.worker.Limits;
import xe.worker.Supervisor;
import xe.worker.WorkerCommand;

/**
 * The options that say how checks are executed.
 *
 * <p>The simulator's checks run in workers too: only another process can end a check that hangs, or outlive a JVM that crashes. Each
 * has a machine of its own, so as many run at once as there are processors. The checks of a real kernel share it and run one by one.
 */
final class ExecutionOptions {
    /** A worker's start has to be worth it. */
    private static final int CHECKS_PER_JOB = 150;

    private static final int MOST_JOBS = 4;

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

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "NUMBER",
            description = "Checks to run at once, on the simulator; the default is the number of processors, up to 4.")
    private @Nullable Integer jobs;

    @Option(
            names = "--isolate",
            paramLabel = "none|class|check",
            defaultValue = "none",
            description = "A fresh process for each test class or check, or only after one broke (${DEFAULT-VALUE}).")
    private Isolation isolation = Isolation.NONE;

    @Option(
            names = "--in-process",
            description = "Run in this process, for a debugger: a check that hangs or crashes takes the run with it.")
    private boolean inProcess;

    @Option(
            names = "--sync",
            negatable = true,
            description = "Force the journal to disk before and after each check; the default on Linux.")
    private @Nullable Boolean sync;

    @Option(names = "--keep-going", description = "Go on though the kernel is tainted, or lockdep is off.")
    private boolean keepGoing;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Run in a random order made from the number; the order is that of the names without it.")
    private @Nullable Long seed;

    /** Whether outcomes are told in the order of the names. */
    boolean ordered() {
        return seed == null;
    }

    boolean sync(Target target) {
        return sync == null ? !simulated(target) : sync;
    }

    private static boolean simulated(Target target) {
        return target.kernel().backend().equals("sim");
    }

    /**
     * @param folder where the JVM of a worker may leave what it has to say
     * @param parameters of JUnit, besides those of the target
     * @throws RunProblem if the options contradict one another
     */
    Execution start(
            Target target, Path folder, List<Check> selected, List<Check> index, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(target.parameters());
        all.putAll(parameters);
        // A check's own deadline comes first: it knows what it waited for.
        all.put("xe.deadline", Long.toString(seconds("--timeout", timeout).toMillis() * 4 / 5));
        if (seed != null) {
            all.put("junit.jupiter.testclass.order.default", ClassOrderer.Random.class.getName());
            all.put("junit.jupiter.testmethod.order.default", MethodOrderer.Random.class.getName());
            all.put("junit.jupiter.execution.order.random.seed", seed.toString());
        }
        if (inProcess) {
            return Execution.inProcess(index, all);
        }
        Optional<KernelWatch> watch =
                simulated(target) ? Optional.empty() : Optional.of(new KernelWatch(Path.of("/"), keepGoing));
        Limits limits = new Limits(
                seconds("--timeout", timeout),
                seconds("--inactivity-timeout", inactivity),
                Optional.ofNullable(overall).map(limit -> seconds("--overall-timeout", limit)));
        Supervisor.Settings settings =
                new Supervisor.Settings(jobs(target, selected.size()), isolation, limits, sync(target), all, watch);
        return Execution.supervised(index, new Supervisor(new WorkerCommand(folder), settings), watch);
    }

    private int jobs(Target target, int checks) {
        if (jobs == null) {
            boolean alone = !simulated(target) || seed != null;
            int worthwhile = Math.max(1, checks / CHECKS_PER_JOB);
            return alone
                    ? 1
                    : Math.min(
                            worthwhile, Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors()));
        }
        if (jobs < 1) {
            throw RunProblem.usage("--jobs needs a number from 1 on");
        }
        if (jobs > 1 && !simulated(target)) {
            throw RunProblem.usage("--jobs is for the simulator: on Linux all checks share one kernel");
        }
        return jobs;
    }

    private static Duration seconds(String option, double seconds) {
        if (!(seconds > 0 && seconds < 1e9)) {
            throw RunProblem.usage(option + " needs a number of seconds above 0");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
