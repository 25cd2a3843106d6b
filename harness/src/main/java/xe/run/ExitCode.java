// SPDX-License-Identifier: MIT
package xe.run;

/** What the process ends with. */
public enum ExitCode {
    /** Everything selected passed or was skipped. */
    OK(0),
    /** A check failed, or something that was required is missing. */
    FAILED(1),
    /** Interrupted before the end. */
    INCOMPLETE(2),
    /** Nothing failed, but set-up or the suite itself went wrong. */
    BROKEN(3),
    /** Every selected check was skipped. */
    SKIPPED(77),
    /** Usage error, unknown name, or nothing selected. */
    USAGE(79);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
