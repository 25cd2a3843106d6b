// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import xe.report.Check;
import xe.report.CheckOutcome;

/**
 * Has checks run by workers, and gives each an outcome whatever becomes of its worker: one that hangs is killed and one that dies is
 * replaced, which costs the check that it was at and no other.
 *
 * <p>All decisions are made by the thread that calls {@link #run}. It makes no call to the driver, so no driver can stop it.
 */
public final class Supervisor implements AutoCloseable {
    private final Settings settings;
    private final Workers workers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final long startNs = System.nanoTime();

    /**
     * @param jobs how many checks at once: in one worker, or one in each if they are isolated
     * @param asks whether a worker waits before each check until {@code begun} has returned
     * @param parameters of JUnit
     * @param watch looks at the machine after each check, unless it is simulated
     */
    public record Settings(
            int jobs,
            Isolation isolation,
            Limits limits,
            boolean asks,
            Map<String, String> parameters,
            Optional<KernelWatch> watch) {}

    public Supervisor(WorkerCommand command, Settings settings) {
        this(command, command::start, settings);
    }

    /** @param start makes the processes, in place of the command */
    Supervisor(WorkerCommand command, Workers.Start start, Settings settings) {
        this.settings = settings;
        this.workers = new Workers(command, start, settings);
    }

    /**
     * Has a worker open the device, which is the first that runs checks then.
     *
     * @param features that are wanted, of {@link xe.drm.Feature}
     * @throws NoAnswer if it does not tell in time what it found
     */
    public Surroundings look(List<String> features) throws NoAnswer {
        return new Look(workers, settings).run(features);
    }

    /** Has a worker start, which takes a while, for the checks that are to come. */
    public void prepare() {
        try {
            workers.keep(workers.fresh());
        } catch (IOException e) {
            // whoever needs one is told
        }
    }

    /**
     * Returns when every check has an outcome, or there is a reason not to go on.
     *
     * @param index all checks there are
     * @param begun is told of a check before it does anything
     * @param ended gets the outcomes as they come, at most one per check
     * @return why some checks have none
     */
    public Optional<String> run(
            List<Check> selected, List<Check> index, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        Outcomes outcomes = new Outcomes(settings.watch(), this::ends, ended);
        try {
            new Round(new Plan(selected, index, settings.isolation()), workers, settings, outcomes, begun).run(startNs);
        } catch (IOException e) {
            return Optional.of("no worker can be started: " + e.getMessage());
        }
        return outcomes.abort();
    }

    /** Waits so long for the end of this process to begin; whether it has. */
    private boolean ends(Duration within) {
        try {
            return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** For another thread, when this process is about to end: what dies now dies of that. */
    public void stop() {
        stopping.countDown();
    }

    /** Ends the workers. */
    @Override
    public void close() {
        workers.close();
    }
}
