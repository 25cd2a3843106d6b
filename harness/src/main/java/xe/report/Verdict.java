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
    /** Something that the check needs is missing. */
    SKIPPED;

    /** The word in outputs: {@code passed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
