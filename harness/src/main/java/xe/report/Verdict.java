// SPDX-License-Identifier: MIT
package xe.report;

import java.util.Locale;

/** How a check ended. The order is that of summaries. */
public enum Verdict {
    PASSED(Weight.GOOD),
    /** Passed, but the kernel logged a warning that the check did not announce. */
    WARNED(Weight.GOOD),
    /** Failed first and passed when it was tried again. */
    FLAKED(Weight.GOOD),
    /** Failed, as the expectations say it does here. */
    EXPECTED_FAILURE(Weight.GOOD),
    /** The contract is broken. */
    FAILED(Weight.RED),
    /** The contract is broken, and the kernel logged a warning that the check did not announce. */
    FAILED_WITH_LOG(Weight.RED),
    /** The expectations say that it fails here, and it passed. */
    UNEXPECTED_PASS(Weight.RED),
    /** The process that made the system calls died. */
    CRASHED(Weight.RED),
    /** It was still running at its deadline. */
    TIMED_OUT(Weight.RED),
    /** The machine went down, or the run was killed, while it ran. */
    INCOMPLETE(Weight.RED),
    /** It left the machine in no state to go on: the run ended with it. */
    ABORTED(Weight.RED),
    /** Set-up or the suite itself went wrong, which says nothing about the contract. */
    BROKEN(Weight.BROKEN),
    /** Its turn never came. */
    NOT_RUN(Weight.NONE),
    /** Passed where the GPU is a model that only assumes what the check looks at. */
    NOT_EVIDENCE(Weight.NONE),
    /** Something that the check needs is missing. */
    SKIPPED(Weight.NONE);

    private enum Weight {
        GOOD,
        RED,
        BROKEN,
        NONE
    }

    private final Weight weight;

    Verdict(Weight weight) {
        this.weight = weight;
    }

    /** The word in outputs: {@code timed-out}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The verdict that {@link #word} gives for. */
    public static Verdict ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The same, if there is also a warning from the kernel. */
    public Verdict withWarning() {
        return switch (this) {
            case PASSED -> WARNED;
            case FAILED -> FAILED_WITH_LOG;
            default -> this;
        };
    }

    /** Whether the kernel logged a warning that the check did not announce. */
    public boolean warned() {
        return this == WARNED || this == FAILED_WITH_LOG;
    }

    /** Whether somebody has to look at it: it is {@link #red} or broken. */
    public boolean wrong() {
        return weight == Weight.RED || weight == Weight.BROKEN;
    }

    /** Whether it counts against the kernel. */
    public boolean red() {
        return weight == Weight.RED;
    }

    /** Whether the check ran to its end and judged. */
    public boolean judged() {
        return weight == Weight.GOOD || this == FAILED || this == FAILED_WITH_LOG || this == UNEXPECTED_PASS;
    }

    /** Whether there is no answer, and a reason for that. */
    public boolean silent() {
        return weight == Weight.NONE;
    }
}
