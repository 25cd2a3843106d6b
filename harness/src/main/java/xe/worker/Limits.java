// SPDX-License-Identifier: MIT
package xe.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * How long things may take, by the clock that nobody can set.
 *
 * @param check from the begin of a check to its end
 * @param inactivity of a worker that is at no check, such as one that starts
 * @param overall of all checks together; empty for no limit
 */
public record Limits(Duration check, Duration inactivity, Optional<Duration> overall) {
    /** The time that a worker has left for what it is at. */
    Duration left(WorkerProcess worker) {
        return worker.running().values().stream()
                .min(Long::compare)
                .map(since -> check.minus(age(since)))
                .orElseGet(() -> inactivity.minus(age(worker.sinceNs())));
    }

    /** The time until there is something to be done about one of the workers or about all. */
    Duration untilNext(Collection<WorkerProcess> workers, long startNs) {
        Duration next = overall.map(limit -> limit.minus(age(startNs))).orElse(inactivity);
        for (WorkerProcess worker : workers) {
            Duration left = left(worker);
            next = left.compareTo(next) < 0 ? left : next;
        }
        return next.isNegative() ? Duration.ZERO : next;
    }

    /** Whether all checks together have had their time. */
    boolean over(long startNs) {
        return overall.filter(limit -> age(startNs).compareTo(limit) >= 0).isPresent();
    }

    /** @param sinceNs as {@link System#nanoTime} has it */
    static Duration age(long sinceNs) {
        return Duration.ofNanos(System.nanoTime() - sinceNs);
    }
}
