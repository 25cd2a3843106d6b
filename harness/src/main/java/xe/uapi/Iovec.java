// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct iovec}: a block of memory (16 bytes).
 */
public final class Iovec {
    public static final CStruct STRUCT =
            CStruct.struct("iovec").u64("iov_base").u64("iov_len").build();

    private Iovec() {}
}
