// SPDX-License-Identifier: MIT
package xe.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** How often checks run. Whatever it is, each has one outcome in the end: the worst of its rounds, or that of its last try. */
@Command(optionListHeading = "How often they run:")
final class RepeatOptions {
    @Option(
            names = "--repeat",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Run everything so often; a check's worst round counts (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--until-fail",
            description = "Repeat until a check fails, as often as --repeat says, or for ever without it.")
    private boolean untilFail;

    @Option(
            names = "--retries",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description =
                    "Try a check that fails again up to so often; a pass then counts as a flake (${DEFAULT-VALUE}).")
    private int retries;

    /** Runs checks once; returns why some have no outcome. */
    interface Round {
        Optional<String> run(List<Check> checks, Consumer<CheckOutcome> outcomes);
    }

    /** @throws RunProblem if a number makes no sense */
    void verify() {
        if (rounds < 1 || retries < 0) {
            throw RunProblem.usage("--repeat needs a number from 1 on, --retries one from 0 on");
        }
        if (retries > 0 && (rounds > 1 || untilFail)) {
            throw RunProblem.usage("--retries hides what --repeat and --until-fail look for: give one of them");
        }
    }

    /** @return why some checks have no outcome */
    Optional<String> run(List<Check> checks, Round round, Consumer<CheckOutcome> outcomes) {
        if (retries > 0) {
            return retried(checks, round, outcomes);
        }
        return rounds > 1 || untilFail ? repeated(checks, round, outcomes) : round.run(checks, outcomes);
    }

    private Optional<String> repeated(List<Check> checks, Round round, Consumer<CheckOutcome> outcomes) {
        Map<String, CheckOutcome> worst = new LinkedHashMap<>();
        Map<String, Integer> wrong = new LinkedHashMap<>();
        Optional<String> stopped = Optional.empty();
        int done = 0;
        while (stopped.isEmpty() && (done < rounds || (untilFail && rounds == 1)) && !(untilFail && !wrong.isEmpty())) {
            stopped = round.run(checks, outcome -> {
                String id = outcome.check().id();
                if (outcome.verdict().wrong()) {
                    wrong.merge(id, 1, Integer::sum);
                }
                worst.merge(id, outcome, (one, other) -> isWorse(other, one) ? other : one);
            });
            done++;
        }
        int rounds = done;
        worst.forEach((id, outcome) -> outcomes.accept(
                wrong.containsKey(id)
                        ? noted(outcome, "in %d of %d rounds".formatted(wrong.get(id), rounds))
                        : outcome));
        return stopped;
    }

    private static boolean isWorse(CheckOutcome outcome, CheckOutcome than) {
        return weight(outcome.verdict()) > weight(than.verdict());
    }

    private static int weight(Verdict verdict) {
        if (verdict.red()) {
            return 3;
        }
        return verdict.wrong() ? 2 : verdict == Verdict.WARNED ? 1 : 0;
    }

    private Optional<String> retried(List<Check> checks, Round round, Consumer<CheckOutcome> outcomes) {
        Map<String, CheckOutcome> first = new LinkedHashMap<>();
        Optional<String> stopped = round.run(checks, outcome -> hold(outcome, first, outcomes));
        for (int attempt = 2; attempt <= retries + 1 && !first.isEmpty() && stopped.isEmpty(); attempt++) {
            int number = attempt;
            List<Check> again = first.values().stream().map(CheckOutcome::check).toList();
            stopped = round.run(again, outcome -> {
                if (!outcome.verdict().wrong()) {
                    outcomes.accept(again(first.remove(outcome.check().id()), outcome, number));
                }
            });
        }
        first.values()
                .forEach(outcome -> outcomes.accept(noted(outcome, "at each of %d tries".formatted(retries + 1))));
        return stopped;
    }

    private static void hold(CheckOutcome outcome, Map<String, CheckOutcome> held, Consumer<CheckOutcome> outcomes) {
        if (outcome.verdict().red()) {
            held.put(outcome.check().id(), outcome);
        } else {
            outcomes.accept(outcome);
        }
    }

    /** The record of the failure, as a flake unless it was not tried again, and how the try ended that did not fail. */
    private static CheckOutcome again(@Nullable CheckOutcome failed, CheckOutcome passed, int attempt) {
        if (failed == null) {
            return passed;
        }
        if (passed.verdict() == Verdict.SKIPPED) {
            return noted(failed, "skipped at try %d: %s".formatted(attempt, passed.message()));
        }
        String now = "%s at try %d, after it %s with:"
                .formatted(passed.verdict().word(), attempt, failed.verdict().word());
        return failed.as(Verdict.FLAKED, now + "\n" + failed.message());
    }

    private static CheckOutcome noted(CheckOutcome outcome, String note) {
        return outcome.as(outcome.verdict(), (outcome.message() + "\n" + note).strip());
    }
}
