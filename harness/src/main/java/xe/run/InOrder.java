// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import xe.report.Check;
import xe.report.CheckOutcome;

/** Passes outcomes on in the order of their checks, however many run at once. */
final class InOrder {
    private final Deque<String> expected = new ArrayDeque<>();
    private final Map<String, CheckOutcome> early = new HashMap<>();
    private final Consumer<CheckOutcome> next;

    /** @param checks in order; those of others are passed on at once */
    InOrder(List<Check> checks, Consumer<CheckOutcome> next) {
        checks.forEach(check -> expected.add(check.id()));
        this.next = next;
    }

    void add(CheckOutcome outcome) {
        if (expected.isEmpty() || early.putIfAbsent(outcome.check().id(), outcome) != null) {
            next.accept(outcome);
            return;
        }
        while (!expected.isEmpty() && early.containsKey(expected.peek())) {
            next.accept(early.remove(expected.remove()));
        }
    }

    /** Passes on what came before its turn, when no more will come. */
    void finish() {
        for (String id : expected) {
            CheckOutcome outcome = early.remove(id);
            if (outcome != null) {
                next.accept(outcome);
            }
        }
        expected.clear();
    }
}
