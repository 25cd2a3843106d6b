// SPDX-License-Identifier: MIT
package xe.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to give up waiting for what must come: at a limit, which is for a machine that is stuck, and long before it on one that
 * answers.
 *
 * <p>Whoever has waited for a second has the device do something else, a round trip. If it comes back quickly and what is awaited
 * still is not there, that won't come. A round trip that takes long says that the machine is slow, and then the wait is longer. Only
 * a wait that fails makes one. Safe for several threads.
 */
public final class Deadline {
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    /** What share of the limit is enough, if that is shorter. */
    private static final int SHARE_OF_LIMIT = 8;

    private final Duration limit;
    private final Duration enough;
    private final @Nullable Runnable roundTrip;
    private final Silence silence;
    private final LongSupplier clock;
    private final Executor executor;
    private final AtomicReference<@Nullable Wait> inVain = new AtomicReference<>();

    /** Whether the last round trip did not come back within a limit: nobody waits as long for the next ones. */
    public static final class Silence {
        private volatile boolean known;
    }

    /**
     * @param limit how long a stuck machine is waited for
     * @param roundTrip has the device do something, and returns or throws when it has answered; any thread may run it
     * @param silence shared by deadlines of the same device
     */
    public Deadline(Duration limit, Runnable roundTrip, Silence silence) {
        this(limit, roundTrip, silence, System::nanoTime, Deadline::aside);
    }

    Deadline(Duration limit, @Nullable Runnable roundTrip, Silence silence, LongSupplier clock, Executor executor) {
        Duration share = limit.dividedBy(SHARE_OF_LIMIT);
        this.limit = limit;
        this.enough = share.compareTo(ENOUGH) < 0 ? share : ENOUGH;
        this.roundTrip = roundTrip;
        this.silence = silence;
        this.clock = clock;
        this.executor = executor;
    }

    /** A limit alone, with no device to ask. */
    public static Deadline of(Duration limit) {
        return new Deadline(limit, null, new Silence(), System::nanoTime, Deadline::aside);
    }

    /** For what needs no device: the round trip is that another thread runs. */
    public static Deadline ofMachine(Duration limit) {
        return new Deadline(limit, () -> {}, new Silence());
    }

    private static void aside(Runnable roundTrip) {
        Thread.ofPlatform().name("xe-cts round trip").daemon().start(roundTrip);
    }

    /** How long a stuck machine is waited for. */
    public Duration limit() {
        return limit;
    }

    /**
     * Begins to wait.
     *
     * @param what is waited for, such as {@code a step of the job}
     */
    public Wait begin(String what) {
        return new Wait(this, what);
    }

    /**
     * The result of what another thread does.
     *
     * @param what is waited for
     * @throws TimeoutException if it does not come, saying how long it was waited for and why no longer
     */
    public <T> T get(Future<T> future, String what) throws ExecutionException, InterruptedException, TimeoutException {
        Wait wait = begin(what);
        while (true) {
            try {
                return future.get(wait.longSliceNs(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (!wait.goesOn()) {
                    throw new TimeoutException(what + ": nothing within " + wait.spent());
                }
            }
        }
    }

    /** The first wait that was in vain; empty if none was. */
    public Optional<Wait> inVain() {
        return Optional.ofNullable(inVain.get());
    }

    boolean asks() {
        return roundTrip != null;
    }

    RoundTrip ask() {
        RoundTrip asked = new RoundTrip(roundTrip == null ? () -> {} : roundTrip, clock);
        executor.execute(asked);
        return asked;
    }

    long now() {
        return clock.getAsLong();
    }

    long limitNs() {
        return limit.toNanos();
    }

    long enoughNs() {
        return enough.toNanos();
    }

    boolean isSilent() {
        return silence.known;
    }

    void answers(boolean does) {
        silence.known = !does;
    }

    void waitedInVain(Wait wait) {
        inVain.compareAndSet(null, wait);
    }
}
