// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.Wait;
import xe.uapi.Outcome;

/**
 * Two threads that make their calls at the same time, as often as asked. Closing it ends them.
 */
final class Race implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Deadline deadline;
    private boolean lost;

    /** @param deadline of both calls together */
    Race(Deadline deadline) {
        this.deadline = deadline;
    }

    /** One call succeeds, and the other gives {@code refused}. */
    void assertOneWins(Supplier<Outcome> call, Errno refused) {
        List<Outcome> both = run(call, call);
        Outcome first = both.getFirst();
        Outcome second = both.getLast();

        assertThat(first.failed() ? second : first).succeeds();
        assertThat(first.failed() ? first : second).failsWith(refused);
    }

    /** Makes two calls at the same time; the outcomes are in the order of the calls. */
    List<Outcome> run(Supplier<Outcome> one, Supplier<Outcome> other) {
        CountDownLatch ready = new CountDownLatch(2);
        Future<Outcome> first = threads.submit(() -> together(one, ready));
        Future<Outcome> second = threads.submit(() -> together(other, ready));
        return List.of(result(first), result(second));
    }

    /** Spins, so that no thread has to be woken up between the start and the call; and lets others run, as the one awaited may be among them. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding is for the machine's sake, not for the result's
    private static Outcome together(Supplier<Outcome> call, CountDownLatch ready) {
        ready.countDown();
        while (ready.getCount() != 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the other thread did not come");
            }
            Thread.yield();
        }
        return call.get();
    }

    private Outcome result(Future<Outcome> call) {
        try {
            return deadline.get(call, "both of two calls at once");
        } catch (TimeoutException e) {
            lost = true;
            throw new IllegalStateException("one of two calls at once did not return", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("one of two calls at once failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while two calls at once were made", e);
        }
    }

    /** Waits for both threads, as what they use is closed next; one that the kernel never lets go stays behind. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!lost && !end()) {
                throw new IllegalStateException("one of two calls at once did not return");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean end() throws InterruptedException {
        Wait wait = deadline.begin("the end of two calls at once");
        while (!threads.awaitTermination(wait.longSliceNs(), TimeUnit.NANOSECONDS)) {
            if (!wait.goesOn()) {
                return false;
            }
        }
        return true;
    }
}
