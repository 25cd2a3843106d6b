// SPDX-License-Identifier: MIT
package xe.run;

/** The values of {@code --exit-style}: what the caller of a run understands. */
enum ExitStyle {
    /** The codes of {@link ExitCode}. */
    XE,
    /** 0 pass, 1 fail, 4 skip, as a program of kselftest. */
    KSELFTEST,
    /** 0 good, 1 bad, 125 can't tell, as {@code git bisect run} has it. */
    BISECT;

    private static final int KSFT_SKIP = 4;
    private static final int BISECT_SKIP = 125;

    int of(ExitCode code) {
        return switch (this) {
            case XE -> code.code();
            case KSELFTEST -> code == ExitCode.OK ? 0 : code == ExitCode.SKIPPED ? KSFT_SKIP : 1;
            case BISECT -> code == ExitCode.OK ? 0 : code == ExitCode.FAILED ? 1 : BISECT_SKIP;
        };
    }
}
