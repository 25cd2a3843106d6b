// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import xe.junit.VainWaits;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonObject;
import xe.report.Verdict;
import xe.watch.NotificationPipe;

/** What becomes of the others where many checks wait in vain. */
class VainWaitsTest {
    private static final int CHECKS = VainWaits.MOST + 2;

    /** A limit for a stuck machine; on one that answers an eighth of it is enough. */
    private static final Map<String, String> PARAMETERS = Map.of("xe.deadline", "800");

    static class VainTestCases {
        @RepeatedTest(CHECKS)
        void waits(NotificationPipe pipe) {
            assertThat(pipe.next()).isNull();
        }
    }

    static class OtherTestCases {
        @RepeatedTest(2)
        void waits(NotificationPipe pipe) {
            assertThat(pipe.next()).isNull();
        }
    }

    private static Stream<Check> checks(Class<?> type, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Check(
                        type.getSimpleName() + number,
                        "[engine:junit-jupiter]/[class:%s]/[test-template:waits(xe.watch.NotificationPipe)]/[test-template-invocation:#%d]"
                                .formatted(type.getName(), number),
                        List.of(),
                        type.getName(),
                        "waits",
                        "waits",
                        List.of(),
                        List.of()));
    }

    private static List<CheckOutcome> run(List<Check> checks, VainWaits vainWaits) {
        List<CheckOutcome> outcomes = new ArrayList<>();
        Batch.of(checks, checks, vainWaits).run(PARAMETERS, check -> {}, outcomes::add);
        return outcomes;
    }

    @Test
    void afterTenTheRestOfTheClassIsSkipped() {
        List<CheckOutcome> outcomes = run(checks(VainTestCases.class, CHECKS).toList(), new VainWaits());

        assertThat(outcomes).hasSize(CHECKS);
        assertThat(outcomes.subList(0, VainWaits.MOST)).allSatisfy(outcome -> {
            assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(outcome.waitedInVain()).isTrue();
            assertThat(outcome.message()).contains("expected a notification, got none within ");
        });
        assertThat(outcomes.subList(VainWaits.MOST, CHECKS)).allSatisfy(outcome -> {
            assertThat(outcome.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(outcome.reasonCode()).isEqualTo("TIMEOUT");
        });
    }

    @Test
    void anotherClassIsSkippedOnceItWaitsInVainToo() {
        assertThat(run(checks(OtherTestCases.class, 2).toList(), new VainWaits(VainWaits.MOST, List.of())))
                .extracting(CheckOutcome::verdict)
                .containsExactly(Verdict.FAILED, Verdict.SKIPPED);
    }

    @Test
    void aWorkerKnowsWhatThoseBeforeItSaw() {
        List<Check> checks = Stream.concat(checks(VainTestCases.class, CHECKS), checks(OtherTestCases.class, 1))
                .toList();
        Plan plan = new Plan(checks, checks, Isolation.CHECK);
        for (int i = 0; i < VainWaits.MOST; i++) {
            Batch batch = plan.next();
            assertThat(sent(batch).skips(VainTestCases.class.getName())).isEmpty();
            plan.note(CheckOutcome.without(batch.checks().getFirst(), Verdict.FAILED, "", Instant.EPOCH)
                    .with(Duration.ZERO, List.of(new Attachment(CheckOutcome.WAITED_IN_VAIN, "an event"))));
        }
        VainWaits last = sent(plan.next());

        assertThat(last.checks()).isEqualTo(VainWaits.MOST);
        assertThat(last.skips(VainTestCases.class.getName())).isPresent();
        assertThat(last.skips(OtherTestCases.class.getName())).isEmpty();
    }

    /** What a worker reads. */
    private static VainWaits sent(Batch batch) {
        return Batch.read(JsonObject.parse(batch.line())).vainWaits();
    }
}
