// SPDX-License-Identifier: MIT
package xe.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** What becomes of checks: as their worker tells it, or as it looks when that no longer can; and whether the machine can go on. */
final class Outcomes {
    /** After a signal to all processes the workers' ends can be seen before this process's own. */
    private static final Duration OWN_END = Duration.ofMillis(500);

    private final Optional<KernelWatch> watch;
    private final Predicate<Duration> ends;
    private final Consumer<CheckOutcome> ended;
    private final List<Suspects> suspects = new ArrayList<>();
    private @Nullable String abort;

    /** @param ends waits so long for the end of this process to begin, and whether it has */
    Outcomes(Optional<KernelWatch> watch, Predicate<Duration> ends, Consumer<CheckOutcome> ended) {
        this.watch = watch;
        this.ends = ends;
        this.ended = ended;
    }

    /** Why there is no going on. */
    Optional<String> abort() {
        return Optional.ofNullable(abort);
    }

    void abort(String why) {
        abort = why;
    }

    /** Whether a worker died of a signal that this process got too. */
    boolean diedWithUs(Death death) {
        return death.bySignalToAll() && ends.test(OWN_END);
    }

    /** These will run again, alone. */
    void suspect(Death death, Collection<Check> running) {
        suspects.add(new Suspects(death, running));
    }

    /** @param last whether nothing runs after it */
    void told(CheckOutcome raw, boolean last) {
        CheckOutcome outcome = raw;
        for (Suspects some : suspects) {
            outcome = some.judge(outcome);
        }
        Optional<String> leaks = watch.flatMap(kernel -> kernel.leaks(last, ends));
        if (leaks.isPresent()) {
            outcome = leaked(outcome, leaks.get(), last);
        }
        Optional<String> damage = watch.flatMap(KernelWatch::damage);
        if (damage.isEmpty()) {
            ended.accept(outcome);
            return;
        }
        abort = damage.get();
        String itself = outcome.verdict().word() + (outcome.message().isEmpty() ? "" : ", " + outcome.message());
        ended.accept(outcome.as(Verdict.ABORTED, "ABORTED: %s; the check itself: %s".formatted(abort, itself)));
    }

    private CheckOutcome leaked(CheckOutcome outcome, String leaks, boolean last) {
        List<Attachment> attachments = new ArrayList<>(outcome.attachments());
        attachments.add(new Attachment("kernel memory leaks", leaks));
        String since = watch.filter(KernelWatch::leaksAtTheEnd).isPresent() && last ? " of the run" : "";
        String message =
                "kmemleak%s: %s".formatted(since, leaks.lines().findFirst().orElse(""));
        return outcome.as(
                        outcome.verdict().withWarning(),
                        outcome.message().isEmpty() ? message : outcome.message() + "\n" + message)
                .with(outcome.duration(), attachments);
    }

    /** The worker of a check is gone, or is not coming back. */
    void lost(Check check, Verdict verdict, String why, Duration took, List<Attachment> evidence, boolean last) {
        List<Attachment> all = new ArrayList<>(evidence);
        watch.map(KernelWatch::log)
                .filter(log -> !log.isEmpty())
                .ifPresent(log -> all.add(new Attachment("kernel log", log)));
        CheckOutcome outcome = CheckOutcome.without(
                        check,
                        verdict,
                        verdict.word().toUpperCase(Locale.ROOT) + ": " + why,
                        Instant.now().minus(took))
                .with(took, all);
        if (verdict == Verdict.ABORTED) {
            ended.accept(outcome);
        } else {
            told(outcome, last);
        }
    }

    /** No worker comes to these. */
    void broken(Collection<Check> checks, String why, List<Attachment> evidence) {
        checks.forEach(check -> ended.accept(
                CheckOutcome.without(check, Verdict.BROKEN, why, Instant.now()).with(Duration.ZERO, evidence)));
    }
}
