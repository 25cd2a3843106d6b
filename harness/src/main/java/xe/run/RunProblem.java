// SPDX-License-Identifier: MIT
package xe.run;

import org.jspecify.annotations.Nullable;

/**
 * Why there is nothing to report on: one line that says what, where and what to do, and the exit code.
 */
public final class RunProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    private RunProblem(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the caller asked for can't be done. */
    static RunProblem usage(String message) {
        return new RunProblem(ExitCode.USAGE, message, null);
    }

    /** The suite or its surroundings don't work. */
    static RunProblem broken(String message) {
        return new RunProblem(ExitCode.BROKEN, message, null);
    }

    static RunProblem broken(String message, Throwable cause) {
        return new RunProblem(ExitCode.BROKEN, message, cause);
    }

    /** The machine is in no state to go on. */
    static RunProblem aborted(Throwable cause) {
        return new RunProblem(ExitCode.ABORTED, String.valueOf(cause.getMessage()), cause);
    }

    /** Nothing that was selected can run here. */
    static RunProblem nothingToRun(String message) {
        return new RunProblem(ExitCode.SKIPPED, message, null);
    }

    /** Something that the caller requires isn't there. */
    static RunProblem failed(String message) {
        return new RunProblem(ExitCode.FAILED, message, null);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
