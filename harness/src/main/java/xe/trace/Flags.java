// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.StringJoiner;
import xe.kernel.Abi;

/**
 * Flags of open(2), dup3(2) and pipe2(2) by name.
 */
final class Flags {
    private record Bit(int value, String name) {}

    private static final Bit[] BITS = {
        new Bit(Abi.O_CREAT, "O_CREAT"),
        new Bit(Abi.O_EXCL, "O_EXCL"),
        new Bit(Abi.O_APPEND, "O_APPEND"),
        new Bit(Abi.O_NONBLOCK, "O_NONBLOCK"),
        new Bit(Abi.O_DIRECT, "O_DIRECT"),
        new Bit(Abi.O_DIRECTORY, "O_DIRECTORY"),
        new Bit(Abi.O_CLOEXEC, "O_CLOEXEC"),
        new Bit(Abi.O_PATH, "O_PATH"),
    };

    private Flags() {}

    static String open(int flags) {
        StringJoiner text = new StringJoiner("|");
        text.add(
                switch (flags & Abi.O_ACCMODE) {
                    case Abi.O_WRONLY -> "O_WRONLY";
                    case Abi.O_RDWR -> "O_RDWR";
                    default -> "O_RDONLY";
                });
        int left = flags & ~Abi.O_ACCMODE;
        for (Bit bit : BITS) {
            if ((left & bit.value) != 0) {
                text.add(bit.name);
                left &= ~bit.value;
            }
        }
        if (left != 0) {
            text.add("0x" + Integer.toHexString(left));
        }
        return text.toString();
    }
}
