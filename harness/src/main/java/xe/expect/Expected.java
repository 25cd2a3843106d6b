// SPDX-License-Identifier: MIT
package xe.expect;

import java.util.Arrays;
import java.util.Optional;
import xe.report.Verdict;

/** What an expectation says of a check; the words are those of drm-ci. */
enum Expected {
    FAIL("Fail"),
    CRASH("Crash"),
    TIMEOUT("Timeout"),
    /** Fails now and then: a failure counts as a flake, and a pass as a pass. */
    FLAKE("Flake"),
    /** Is not run at all. */
    SKIP("Skip");

    private final String word;

    Expected(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Whether the verdict is what was expected. */
    boolean covers(Verdict verdict) {
        return switch (this) {
            case FAIL -> verdict == Verdict.FAILED || verdict == Verdict.FAILED_WITH_LOG;
            case CRASH -> verdict == Verdict.CRASHED;
            case TIMEOUT -> verdict == Verdict.TIMED_OUT;
            case FLAKE -> FAIL.covers(verdict) || TIMEOUT.covers(verdict);
            case SKIP -> false;
        };
    }

    /** Whether a pass means that the expectation is out of date. */
    boolean excludesPass() {
        return this == FAIL || this == CRASH || this == TIMEOUT;
    }

    static Optional<Expected> ofWord(String word) {
        return Arrays.stream(values())
                .filter(expected -> expected.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** What would be expected of a check that ended so; empty if that is no matter of expectations. */
    static Optional<Expected> of(Verdict verdict) {
        return Arrays.stream(values())
                .filter(expected -> expected.covers(verdict))
                .findFirst();
    }
}
