// SPDX-License-Identifier: MIT
package xe.run;

import java.util.List;
import xe.report.Summary;
import xe.report.Verdict;

/** What the process ends with. */
public enum ExitCode {
    /** Everything selected passed, was skipped or failed as expected. */
    OK(0),
    /** A check failed, crashed, timed out or passed unexpectedly, or something that was required is missing. */
    FAILED(1),
    /** Interrupted, or out of time, before the end. */
    INCOMPLETE(2),
    /** Nothing failed, but set-up or the suite itself went wrong. */
    BROKEN(3),
    /** Every selected check was skipped. */
    SKIPPED(77),
    /** Usage error, unknown name, or nothing selected. */
    USAGE(79),
    /** The machine is in no state to go on. */
    ABORTED(112);

    private static final List<ExitCode> WORST_FIRST = List.of(ABORTED, USAGE, INCOMPLETE, FAILED, BROKEN, OK, SKIPPED);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What a run with these outcomes ends with: one per selected check, those that did not run included. */
    static ExitCode of(Summary summary) {
        if (summary.count(Verdict.ABORTED) > 0) {
            return ABORTED;
        }
        if (summary.count(Verdict.NOT_RUN) > 0) {
            return INCOMPLETE;
        }
        if (summary.any(Verdict::red)) {
            return FAILED;
        }
        if (summary.any(Verdict::wrong)) {
            return BROKEN;
        }
        return summary.any(Verdict::judged) ? OK : SKIPPED;
    }

    /** What two runs together end with: a red one counts, a skipped one does not beside another. */
    ExitCode worse(ExitCode other) {
        return WORST_FIRST.indexOf(this) < WORST_FIRST.indexOf(other) ? this : other;
    }
}
