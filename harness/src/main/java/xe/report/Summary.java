// SPDX-License-Identifier: MIT
package xe.report;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The totals of some outcomes.
 *
 * @param counts per verdict, zero included
 * @param skips how many gave no answer, by reason
 */
public record Summary(Map<Verdict, Integer> counts, Map<String, Integer> skips) {

    public static Summary of(Collection<CheckOutcome> outcomes) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
        Map<String, Integer> skips = new TreeMap<>();
        for (CheckOutcome outcome : outcomes) {
            counts.merge(outcome.verdict(), 1, Integer::sum);
            if (outcome.verdict().silent()) {
                skips.merge(outcome.message(), 1, Integer::sum);
            }
        }
        return new Summary(counts, skips);
    }

    public int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** Whether one of those that {@code which} takes is there. */
    public boolean any(Predicate<Verdict> which) {
        return counts.entrySet().stream().anyMatch(count -> count.getValue() > 0 && which.test(count.getKey()));
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
