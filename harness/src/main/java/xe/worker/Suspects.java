// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/**
 * The checks that ran when a worker died. Each runs again, alone: the one that was it does it again. If none does, the last one
 * answers for the crash, which must not get lost.
 */
final class Suspects {
    private final Death death;
    private final Set<Check> left = new LinkedHashSet<>();
    private final String names;
    private boolean found;

    Suspects(Death death, Collection<Check> running) {
        this.death = death;
        this.left.addAll(running);
        this.names = String.join(", ", running.stream().map(Check::id).toList());
    }

    /** The outcome as it counts. */
    CheckOutcome judge(CheckOutcome outcome) {
        if (!left.remove(outcome.check())) {
            return outcome;
        }
        found |= outcome.verdict() == Verdict.CRASHED;
        if (found || !left.isEmpty()) {
            return outcome;
        }
        return outcome.as(
                        Verdict.CRASHED,
                        "CRASHED: %s while these ran, of which none does it alone: %s".formatted(death.why(), names))
                .with(outcome.duration(), death.evidence());
    }
}
