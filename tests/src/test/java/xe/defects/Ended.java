// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.Set;
import xe.report.Check;

/**
 * How a check ended.
 *
 * @param message why it is red or skipped; empty otherwise
 * @param asked the names of the defects that the model looked for meanwhile, if that was recorded
 */
record Ended(Check check, State state, String message, Set<String> asked) {
    enum State {
        PASSED,
        FAILED,
        BROKEN,
        SKIPPED,
        /** It did not even end when its thread was interrupted. */
        HUNG
    }

    boolean isRed() {
        return state == State.FAILED || state == State.BROKEN || state == State.HUNG;
    }

    /** One line for people. */
    String text() {
        String why = message.lines().findFirst().orElse("");
        return "%-7s %s %s: %s".formatted(state, check.id(), check.rules(), why);
    }

    boolean shows(String rule) {
        return check.rules().contains(rule);
    }
}
