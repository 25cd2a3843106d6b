// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import xe.junit.VainWaits;
import xe.report.Check;
import xe.report.CheckOutcome;

/** What is still to be done, and in which portions. */
final class Plan {
    /**
     * Checks that stay together.
     *
     * @param alone whether no others may run with them
     */
    private record Group(List<Check> checks, boolean alone) {}

    private final List<Check> index;
    private final Isolation isolation;
    private final Deque<Group> groups = new ArrayDeque<>();
    private final VainWaits vainWaits = new VainWaits();

    Plan(List<Check> selected, List<Check> index, Isolation isolation) {
        this.index = index;
        this.isolation = isolation;
        groups.addAll(grouped(selected));
    }

    private List<Group> grouped(Collection<Check> checks) {
        Map<String, List<Check>> grouped = new LinkedHashMap<>();
        for (Check check : checks) {
            String key = isolation == Isolation.CHECK ? check.uniqueId() : check.className();
            grouped.computeIfAbsent(key, k -> new ArrayList<>()).add(check);
        }
        return grouped.values().stream()
                .map(group -> new Group(group, isolation != Isolation.NONE))
                .toList();
    }

    boolean empty() {
        return groups.isEmpty();
    }

    /** Takes the next portion for a worker. */
    Batch next() {
        Group first = groups.remove();
        List<Check> checks = new ArrayList<>(first.checks());
        while (!first.alone() && !groups.isEmpty() && !groups.peek().alone()) {
            checks.addAll(groups.remove().checks());
        }
        return Batch.of(checks, index, vainWaits);
    }

    /** Takes note of an outcome, as what is left of its class may have to be skipped. */
    void note(CheckOutcome outcome) {
        if (outcome.waitedInVain()) {
            vainWaits.add(outcome.check().className());
        }
    }

    /** Puts back what a worker did not come to. */
    void giveBack(Collection<Check> checks) {
        grouped(checks).reversed().forEach(groups::addFirst);
    }

    /** Puts back a check that has to run by itself, before all others. */
    void giveBackAlone(Check check) {
        groups.addFirst(new Group(List.of(check), true));
    }
}
