// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct timespec}: seconds and nanoseconds (16 bytes).
 */
public final class Timespec {
    public static final CStruct STRUCT =
            CStruct.struct("timespec").s64("tv_sec").s64("tv_nsec").build();

    private Timespec() {}
}
