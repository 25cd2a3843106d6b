// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A system call as strace writes it.
 */
final class CallText {
    private CallText() {}

    static String call(String name, Object... arguments) {
        return name + Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A pointer, an offset or a mask. */
    static String hex(long value) {
        return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
    }

    static String quote(String text) {
        return "\"" + text + "\"";
    }
}
