// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct pollfd}: one descriptor that poll(2) watches (8 bytes).
 *
 * <p>The events are {@code Abi.POLL*}.
 */
public final class Pollfd {
    public static final CStruct STRUCT =
            CStruct.struct("pollfd").s32("fd").u16("events").u16("revents").build();

    private Pollfd() {}
}
