// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import xe.junit.VainWaits;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** Which threads run the checks of a batch, and in which order. */
class BatchTest {
    private static CountDownLatch other = new CountDownLatch(0);

    static class First {
        @Test
        void check() {}
    }

    static class Second {
        @Test
        void check() {}
    }

    static class Third {
        @Test
        void check() {
            other.countDown();
        }
    }

    static class Waiting {
        @Test
        void check() throws InterruptedException {
            assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private final ConcurrentLinkedQueue<CheckOutcome> outcomes = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void nobodyCameYet() {
        other = new CountDownLatch(1);
    }

    private static Check check(Class<?> type, String... tags) {
        return new Check(
                type.getSimpleName(),
                "[engine:junit-jupiter]/[class:%s]/[method:check()]".formatted(type.getName()),
                List.of(),
                type.getName(),
                "check",
                "check()",
                List.of(),
                List.of(tags));
    }

    private List<String> run(Map<String, String> parameters, Check... checks) {
        outcomes.clear();
        Batch batch = Batch.of(List.of(checks), List.of(checks), new VainWaits());
        Batch.read(xe.report.JsonObject.parse(batch.line())).run(1, parameters, check -> {}, outcomes::add);
        assertThat(outcomes).extracting(CheckOutcome::verdict).containsOnly(Verdict.PASSED);
        return outcomes.stream().map(outcome -> outcome.check().id()).toList();
    }

    @Test
    void aCheckThatWaitsHoldsNoneUp() {
        assertThat(run(Map.of(), check(Waiting.class, "waits"), check(First.class), check(Third.class)))
                .containsExactlyInAnyOrder("First", "Third", "Waiting");
    }

    @Test
    void aSeedPutsClassesIntoAnOrderOfItsOwn() {
        Check[] checks = {check(First.class), check(Second.class), check(Third.class)};

        assertThat(run(Map.of(), checks)).containsExactly("First", "Second", "Third");
        assertThat(Stream.of("1", "2", "3", "4", "5", "6", "7", "8")
                        .map(seed -> run(Map.of("junit.jupiter.execution.order.random.seed", seed), checks))
                        .distinct())
                .hasSizeGreaterThan(1);
    }
}
