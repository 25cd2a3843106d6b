// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.Check;
import xe.worker.Isolation;
import xe.worker.KernelLeaks;
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
@Command(optionListHeading = "How they are executed:")
final class ExecutionOptions {
    /** A worker's start has to be worth it. */
    private static final int CHECKS_PER_JOB = 150;

    private static final int MOST_JOBS = 4;

    /** Few enough for a number that people type. */
    private static final long SEEDS = 1_000_000;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "NUMBER",
            description =
                    "Checks to run at once, on the simulator; the default is the number of processors, with --sync twice that, up to 4.")
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

    @Option(names = "--keep-going", description = "Go on though the kernel is tainted, or lockdep is off.")
    private boolean keepGoing;

    @Option(
            names = "--kmemleak",
            arity = "0..1",
            paramLabel = "run|check",
            fallbackValue = "run",
            description = {
                "Search the kernel for memory that it leaked, after the last check or after each, which takes",
                "seconds each time; a new leak is a warning of the check before it. Needs root."
            })
    private KernelLeaks.@Nullable When leaks;

    @Option(names = "--shuffle", description = "Run in a random order; without it the order is that of the names.")
    private boolean shuffle;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Run in the random order that the number gives.")
    private @Nullable Long seed;

    private @Nullable Long drawn;

    /** What a random order is made from: the number that was given, or one that is drawn once. */
    Optional<Long> seed() {
        if (shuffle && seed == null && drawn == null) {
            drawn = ThreadLocalRandom.current().nextLong(1, SEEDS);
        }
        return Optional.ofNullable(seed == null ? drawn : seed);
    }

    /** The option that makes this order again, if the command line does not have it. */
    Optional<String> missingSeed() {
        return seed == null ? seed().map(number -> "--seed=" + number) : Optional.empty();
    }

    /**
     * @param command for workers
     * @param asks whether no check begins before the journal has it
     * @param checks how many there are to run
     * @param parameters of JUnit, besides those of the target
     * @throws RunProblem if the options contradict one another
     */
    Execution start(
            Target target,
            WorkerCommand command,
            boolean asks,
            Limits limits,
            int checks,
            List<Check> index,
            Map<String, String> parameters) {
        Supervisor.Settings settings = settings(target, Path.of("/"), asks, limits, checks, parameters);
        return inProcess
                ? Execution.inProcess(index, settings.parameters())
                : Execution.supervised(index, new Supervisor(command, settings), settings.watch());
    }

    /** @param root of the file system in which the kernel is watched */
    Supervisor.Settings settings(
            Target target, Path root, boolean asks, Limits limits, int checks, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(target.parameters());
        all.putAll(parameters);
        // A check's own deadline comes first: it knows what it waited for.
        all.put("xe.deadline", Long.toString(limits.check().toMillis() * 4 / 5));
        seed().ifPresent(number -> {
            all.put("junit.jupiter.testclass.order.default", ClassOrderer.Random.class.getName());
            all.put("junit.jupiter.testmethod.order.default", MethodOrderer.Random.class.getName());
            all.put("junit.jupiter.execution.order.random.seed", number.toString());
        });
        return new Supervisor.Settings(
                jobs(target, checks, asks), isolation, limits, asks, all, Optional.ofNullable(watch(target, root)));
    }

    private @Nullable KernelWatch watch(Target target, Path root) {
        if (leaks != null && (inProcess || target.simulated())) {
            throw RunProblem.usage("--kmemleak is for Linux, and not for --in-process");
        }
        return inProcess || target.simulated()
                ? null
                : new KernelWatch(root, keepGoing, leaks == null ? null : new KernelLeaks(root, leaks));
    }

    private int jobs(Target target, int checks, boolean asks) {
        if (jobs == null) {
            boolean alone = !target.simulated() || seed().isPresent();
            int worthwhile = Math.max(1, checks / CHECKS_PER_JOB);
            // While one waits for the journal's disk, another one has its processor.
            int atOnce = Runtime.getRuntime().availableProcessors() * (asks ? 2 : 1);
            return alone ? 1 : Math.min(worthwhile, Math.min(MOST_JOBS, atOnce));
        }
        if (jobs < 1) {
            throw RunProblem.usage("--jobs needs a number from 1 on");
        }
        if (jobs > 1 && !target.simulated()) {
            throw RunProblem.usage("--jobs is for the simulator: on Linux all checks share one kernel");
        }
        return jobs;
    }
}
