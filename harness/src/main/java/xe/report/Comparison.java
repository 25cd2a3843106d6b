// SPDX-License-Identifier: MIT
package xe.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two runs, check by check: an older one of another kernel, or the simulator, as the base, and the one in question. */
public final class Comparison {
    /** How the two outcomes of a check relate. */
    public enum Change {
        /** The base passed or could not tell, the other is wrong. */
        NEW_FAILURE("new failures"),
        /** The base was wrong, the other passed. */
        FIXED("fixed"),
        /** Both are wrong, each in its way. */
        DIFFERS("wrong in another way"),
        /** Only the base could judge. */
        NO_LONGER_JUDGED("judged in the base alone"),
        /** Only the other could judge. */
        NOW_JUDGED("judged in the new run alone"),
        /** The base alone has the check. */
        VANISHED("in the base alone"),
        /** The other alone has the check. */
        ADDED("in the new run alone"),
        SAME("same");

        private final String title;

        Change(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** One check: at least one of the two is there. */
    public record Pair(
            @Nullable CheckOutcome base, @Nullable CheckOutcome other) {
        public Check check() {
            return base == null ? Objects.requireNonNull(other).check() : base.check();
        }

        public Change change() {
            if (other == null) {
                return Change.VANISHED;
            }
            if (base == null) {
                return Change.ADDED;
            }
            if (other.verdict().wrong()) {
                return !base.verdict().wrong()
                        ? Change.NEW_FAILURE
                        : sameAnswer(base, other) ? Change.SAME : Change.DIFFERS;
            }
            if (base.verdict().wrong()) {
                return other.verdict() == Verdict.PASSED ? Change.FIXED : Change.NO_LONGER_JUDGED;
            }
            if (base.verdict().judged() == other.verdict().judged()) {
                return Change.SAME;
            }
            return base.verdict().judged() ? Change.NO_LONGER_JUDGED : Change.NOW_JUDGED;
        }

        private static boolean sameAnswer(CheckOutcome base, CheckOutcome other) {
            return base.verdict() == other.verdict()
                    && Objects.equals(base.expected(), other.expected())
                    && Objects.equals(base.actual(), other.actual());
        }
    }

    private final Map<Change, List<Pair>> pairs = new EnumMap<>(Change.class);

    public Comparison(RecordedRun base, RecordedRun other) {
        Map<String, CheckOutcome> old = byId(base);
        Map<String, CheckOutcome> recent = byId(other);
        old.forEach((id, outcome) -> add(new Pair(outcome, recent.get(id))));
        recent.forEach((id, outcome) -> {
            if (!old.containsKey(id)) {
                add(new Pair(null, outcome));
            }
        });
    }

    private static Map<String, CheckOutcome> byId(RecordedRun run) {
        Map<String, CheckOutcome> outcomes = new LinkedHashMap<>();
        run.outcomes().forEach(outcome -> outcomes.put(outcome.check().id(), outcome));
        return outcomes;
    }

    private void add(Pair pair) {
        pairs.computeIfAbsent(pair.change(), change -> new ArrayList<>()).add(pair);
    }

    /** The checks of one kind of change, in the order of the base run. */
    public List<Pair> of(Change change) {
        return pairs.getOrDefault(change, List.of());
    }
}
