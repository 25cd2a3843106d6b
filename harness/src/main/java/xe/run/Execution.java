// SPDX-License-Identifier: MIT
package xe.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import xe.junit.VainWaits;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.worker.Batch;
import xe.worker.KernelWatch;
import xe.worker.NoAnswer;
import xe.worker.Supervisor;
import xe.worker.Surroundings;

/** Runs checks and hands over each outcome as it comes: at most one per check and call. */
final class Execution implements AutoCloseable {
    private final List<Check> index;
    private final Map<String, String> parameters;
    private final @Nullable Supervisor supervisor;
    private final @Nullable KernelWatch watch;

    private Execution(
            List<Check> index,
            Map<String, String> parameters,
            @Nullable Supervisor supervisor,
            @Nullable KernelWatch watch) {
        this.index = index;
        this.parameters = parameters;
        this.supervisor = supervisor;
        this.watch = watch;
    }

    /**
     * In this JVM, one after the other.
     *
     * @param index all checks there are
     * @param parameters what the checks' environment is made from
     */
    static Execution inProcess(List<Check> index, Map<String, String> parameters) {
        return new Execution(index, parameters, null, null);
    }

    static Execution supervised(List<Check> index, Supervisor supervisor, Optional<KernelWatch> watch) {
        return new Execution(index, Map.of(), supervisor, watch.orElse(null));
    }

    /** What is watched of this machine's kernel; empty if it is not what is tested. */
    Optional<KernelWatch> watch() {
        return Optional.ofNullable(watch);
    }

    /**
     * Opens the device and asks it: a driver is asked by a worker, as it may hang.
     *
     * @param required features
     * @throws RunProblem if it does not answer, or lacks one of them
     */
    Surroundings look(Target target, List<String> required) {
        Surroundings found;
        try {
            if (supervisor != null && target.simulated()) {
                supervisor.prepare();
            }
            found = supervisor == null || target.simulated()
                    ? Surroundings.look(target.parameters(), required)
                    : supervisor.look(required);
        } catch (NoAnswer e) {
            throw e.stuck() ? RunProblem.aborted(e) : RunProblem.broken(String.valueOf(e.getMessage()), e);
        }
        if (!found.missing().isEmpty()) {
            throw RunProblem.failed("required, but missing: "
                    + found.missing().entrySet().stream()
                            .map(feature -> feature.getKey() + " (" + feature.getValue() + ")")
                            .collect(Collectors.joining("; ")));
        }
        return found;
    }

    /**
     * Returns when every check of {@code selected} has an outcome, or the run can't go on.
     *
     * @return why some checks have none
     */
    Optional<String> run(List<Check> selected, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        if (supervisor == null) {
            Batch.of(selected, index, new VainWaits()).run(parameters, begun, ended);
            return Optional.empty();
        }
        return supervisor.run(selected, index, begun, ended);
    }

    /** For a thread that ends this process while {@link #run} goes on. */
    void stop() {
        if (supervisor != null) {
            supervisor.stop();
        }
    }

    @Override
    public void close() {
        if (supervisor != null) {
            supervisor.close();
        }
        if (watch != null) {
            watch.close();
        }
    }
}
