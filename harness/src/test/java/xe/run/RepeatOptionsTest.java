// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** Checks that end as a script says, round by round. */
class RepeatOptionsTest {
    private final List<CheckOutcome> outcomes = new ArrayList<>();
    private final List<List<String>> rounds = new ArrayList<>();

    /** @param verdicts of each check, one a round */
    private Optional<String> run(Map<String, List<Verdict>> verdicts, String... arguments) {
        RepeatOptions options = CommandLine.populateCommand(new RepeatOptions(), arguments);
        options.verify();
        Map<String, Deque<Verdict>> left = new HashMap<>();
        verdicts.forEach((id, list) -> left.put(id, new ArrayDeque<>(list)));
        List<Check> checks = verdicts.keySet().stream()
                .sorted()
                .map(id -> Checks.named(id, "VMR-001"))
                .toList();
        return options.run(
                checks,
                (round, next) -> {
                    rounds.add(round.stream().map(Check::id).toList());
                    for (Check check : round) {
                        Verdict verdict = left.get(check.id()).remove();
                        String message = verdict.wrong() ? "expected EINVAL" : "";
                        next.accept(CheckOutcome.without(check, verdict, message, Instant.EPOCH));
                    }
                    return Optional.empty();
                },
                outcomes::add);
    }

    private Stream<String> told() {
        return outcomes.stream().map(outcome -> outcome.check().id() + " " + outcome.verdict());
    }

    @Test
    void everythingRunsOnceUnlessToldOtherwise() {
        run(Map.of("a.x", List.of(Verdict.FAILED), "b.x", List.of(Verdict.PASSED)));

        assertThat(told()).containsExactly("a.x FAILED", "b.x PASSED");
        assertThat(rounds).hasSize(1);
    }

    @Test
    void aTryThatIsSkippedDoesNotMakeUpForAFailure() {
        run(Map.of("a.x", List.of(Verdict.FAILED, Verdict.SKIPPED)), "--retries", "2");

        assertThat(told()).containsExactly("a.x FAILED");
        assertThat(outcomes.getFirst().message()).startsWith("expected EINVAL\nskipped at try 2");
        assertThat(rounds).hasSize(2);
    }

    @Test
    void theWorstRoundCounts() {
        run(
                Map.of(
                        "a.x", List.of(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED),
                        "b.x", List.of(Verdict.PASSED, Verdict.WARNED, Verdict.PASSED),
                        "c.x", List.of(Verdict.BROKEN, Verdict.PASSED, Verdict.FAILED)),
                "--repeat",
                "3");

        assertThat(told()).containsExactly("a.x FAILED", "b.x WARNED", "c.x FAILED");
        assertThat(outcomes.getFirst().message()).isEqualTo("expected EINVAL\nin 1 of 3 rounds");
        assertThat(outcomes.getLast().message()).endsWith("in 2 of 3 rounds");
    }

    @Test
    void untilFailEndsWithTheRoundThatFails() {
        run(Map.of("a.x", List.of(Verdict.PASSED, Verdict.PASSED, Verdict.FAILED, Verdict.PASSED)), "--until-fail");

        assertThat(rounds).hasSize(3);
        assertThat(told()).containsExactly("a.x FAILED");
    }

    @Test
    void untilFailEndsWithTheLastRoundThatIsWanted() {
        run(Map.of("a.x", List.of(Verdict.PASSED, Verdict.PASSED, Verdict.FAILED)), "--until-fail", "--repeat", "2");

        assertThat(told()).containsExactly("a.x PASSED");
    }

    @Test
    void aPassAfterAFailureIsAFlakeWithBothRecords() {
        run(
                Map.of("a.x", List.of(Verdict.FAILED, Verdict.FAILED, Verdict.PASSED), "b.x", List.of(Verdict.PASSED)),
                "--retries",
                "3");

        assertThat(rounds).containsExactly(List.of("a.x", "b.x"), List.of("a.x"), List.of("a.x"));
        assertThat(told()).containsExactly("b.x PASSED", "a.x FLAKED");
        assertThat(outcomes.getLast().message()).isEqualTo("passed at try 3, after it failed with:\nexpected EINVAL");
    }

    @Test
    void whatFailsAtEachTryHasFailed() {
        run(Map.of("a.x", List.of(Verdict.FAILED, Verdict.FAILED)), "--retries", "1");

        assertThat(told()).containsExactly("a.x FAILED");
        assertThat(outcomes.getLast().message()).isEqualTo("expected EINVAL\nat each of 2 tries");
    }

    @Test
    void aBrokenCheckIsNotTriedAgain() {
        run(Map.of("a.x", List.of(Verdict.BROKEN)), "--retries", "1");

        assertThat(told()).containsExactly("a.x BROKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--repeat 0", "--retries -1", "--retries 1 --repeat 2", "--retries 1 --until-fail"})
    void whatMakesNoSenseIsRefused(String options) {
        assertThatExceptionOfType(RunProblem.class).isThrownBy(() -> run(Map.of(), options.split(" ")));
    }
}
