// SPDX-License-Identifier: MIT
package xe.run;

/** The values of {@code --lava}. */
enum LavaChannel {
    /** {@code lava-test-case} where it is on PATH, else signals on standard output. */
    AUTO,
    /** Signals on standard output. */
    STDOUT,
    /** Signals in the kernel log, for jobs with {@code lava-signal: kmsg}. */
    KMSG
}
