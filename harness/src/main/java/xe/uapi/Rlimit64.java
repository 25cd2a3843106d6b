// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct rlimit64}: a soft and a hard limit (16 bytes).
 */
public final class Rlimit64 {
    public static final CStruct STRUCT =
            CStruct.struct("rlimit64").u64("rlim_cur").u64("rlim_max").build();

    private Rlimit64() {}
}
