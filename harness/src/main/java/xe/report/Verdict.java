// SPDX-License-Identifier: MIT
package xe.report;

import java.util.Locale;

/** How a check ended. */
public enum Verdict {
    PASSED,
    /** The contract is broken. */
    FAILED,
    /** Set-up or the suite itself went wrong, which says nothing about the contract. */
    BROKEN,
    /** Passed where the GPU is a model that only assumes what the check looks at. */
    NOT_EVIDENCE,
    /** Something that the check needs is missing. */
    SKIPPED;

    /** The word in outputs: {@code passed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The verdict that {@link #word} gives for. */
    public static Verdict ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether somebody has to look at it. */
    public boolean wrong() {
        return this == FAILED || this == BROKEN;
    }

    /** Whether the check ran to its end and judged. */
    public boolean judged() {
        return this == PASSED || this == FAILED;
    }
}
