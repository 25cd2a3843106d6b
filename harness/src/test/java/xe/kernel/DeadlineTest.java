// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When waits are given up, by a clock that moves only as the tests say. */
class DeadlineTest {
    private static final Duration LIMIT = Duration.ofSeconds(48);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Deadline.Silence silence = new Deadline.Silence();
    private long nowNs = -5; // it may have any value
    private int roundTrips;

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }

    /** A device whose round trip takes so long. */
    private Deadline deadline(Duration roundTrip) {
        return deadline(() -> {
            roundTrips++;
            pass(roundTrip);
        });
    }

    private Deadline deadline(Runnable roundTrip) {
        return new Deadline(LIMIT, roundTrip, silence, () -> nowNs, Runnable::run);
    }

    /** A device that does not answer. */
    private Deadline stuck() {
        return new Deadline(LIMIT, () -> {}, silence, () -> nowNs, never -> roundTrips++);
    }

    /** Waits for what never comes; how long it took. */
    @CanIgnoreReturnValue
    private Duration waitWith(Wait wait) {
        long startNs = nowNs;
        while (wait.goesOn()) {
            nowNs += wait.longSliceNs();
        }
        return Duration.ofNanos(nowNs - startNs);
    }

    @Test
    void aWaitIsGivenUpWhereTheDeviceAnswers() {
        Deadline deadline = deadline(Duration.ofNanos(400_000));
        Wait wait = deadline.begin("an event");

        assertThat(waitWith(wait)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500));
        assertThat(roundTrips).isEqualTo(1);
        assertThat(wait.spent()).matches("1\\.\\d s, though the device answers \\(a round trip took 0\\.4 ms\\)");
        assertThat(deadline.inVain()).contains(wait);
        assertThat(wait).hasToString("waited in vain for an event: nothing within " + wait.spent());
    }

    @Test
    void shortSlicesAreGivenUpAsSoon() {
        Wait wait = deadline(Duration.ZERO).begin("an event");
        int slices = 0;
        while (wait.goesOn()) {
            nowNs += wait.sliceNs();
            slices++;
        }

        assertThat(nowNs)
                .isBetween(
                        Duration.ofSeconds(1).toNanos(), Duration.ofMillis(1500).toNanos());
        assertThat(slices).isLessThan(64);
    }

    @Test
    void aWaitThatSeesWhatItWaitsForMakesNoRoundTrip() {
        Deadline deadline = deadline(Duration.ZERO);
        Wait wait = deadline.begin("an event");
        for (int look = 0; look < 3; look++) {
            assertThat(wait.goesOn()).isTrue();
            nowNs += wait.longSliceNs();
        }

        assertThat(roundTrips).isZero();
        assertThat(deadline.inVain()).isEmpty();
    }

    @Test
    void anErrorIsAnAnswer() {
        Deadline deadline = deadline(() -> {
            throw new IllegalStateException("the device is gone");
        });

        assertThat(waitWith(deadline.begin("an event"))).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void aStuckDeviceIsWaitedForUntilTheLimit() {
        Wait wait = stuck().begin("an event");

        assertThat(waitWith(wait)).isEqualTo(LIMIT);
        assertThat(wait.spent()).isEqualTo("48.0 s, and the device does not answer");
    }

    @Test
    void aDeviceThatIsKnownToBeStuckIsNotWaitedForAsLong() {
        waitWith(stuck().begin("an event"));
        Wait wait = stuck().begin("another one");

        assertThat(waitWith(wait)).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2500));
        assertThat(wait.spent()).endsWith(", and the device does not answer, as before");
    }

    @Test
    void aDeviceThatAnswersAgainIsWaitedForAsLongAsEver() {
        waitWith(stuck().begin("an event"));
        waitWith(deadline(Duration.ZERO).begin("another one"));

        assertThat(waitWith(stuck().begin("a third one"))).isEqualTo(LIMIT);
    }

    @Test
    void aSlowDeviceIsWaitedForLonger() {
        assertThat(waitWith(deadline(Duration.ofMillis(200)).begin("an event")))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
        assertThat(roundTrips).isGreaterThan(1);
    }

    @Test
    void aVerySlowDeviceIsWaitedForUntilTheLimit() {
        Wait wait = deadline(Duration.ofSeconds(6)).begin("an event");

        assertThat(waitWith(wait)).isGreaterThanOrEqualTo(LIMIT);
        assertThat(wait.spent()).endsWith(" s, on a slow machine (a round trip took 6.0 s)");
    }

    @Test
    void aMachineThatStopsHasNotWaited() {
        Wait wait = deadline(Duration.ZERO).begin("an event");
        assertThat(wait.goesOn()).isTrue();
        pass(Duration.ofNanos(wait.longSliceNs()).plus(STOP));

        assertThat(wait.goesOn()).isTrue();
        assertThat(roundTrips).isZero();
        assertThat(waitWith(wait)).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aMachineThatStopsDuringTheRoundTripIsAskedAgain() {
        Deadline deadline = deadline(() -> pass(roundTrips++ == 0 ? STOP : Duration.ZERO));

        assertThat(waitWith(deadline.begin("an event"))).isGreaterThan(STOP.plusMillis(1900));
        assertThat(roundTrips).isEqualTo(2);
    }

    @Test
    void whatIsThereAfterTheRoundTripIsSeen() {
        boolean[] came = {false};
        Wait wait = deadline(() -> came[0] = true).begin("an event");
        while (!came[0] && wait.goesOn()) {
            nowNs += wait.longSliceNs();
        }

        assertThat(came[0]).isTrue();
    }

    @Test
    void aLimitAloneIsOneSlice() {
        Deadline deadline = new Deadline(LIMIT, null, silence, () -> nowNs, Runnable::run);
        Wait wait = deadline.begin("an event");

        assertThat(wait.longSliceNs()).isEqualTo(LIMIT.toNanos());
        assertThat(waitWith(wait)).isEqualTo(LIMIT);
        assertThat(wait.spent()).isEqualTo("48.0 s");
    }

    @Test
    void anotherThreadsResultIsWaitedFor() throws Exception {
        assertThat(Deadline.ofMachine(LIMIT).get(CompletableFuture.completedFuture(7), "a number"))
                .isEqualTo(7);
        assertThatThrownBy(() -> Deadline.ofMachine(LIMIT).get(new CompletableFuture<>(), "a number"))
                .isInstanceOf(TimeoutException.class)
                .hasMessageMatching("a number: nothing within .* s, though the device answers \\(.*\\)");
    }
}
