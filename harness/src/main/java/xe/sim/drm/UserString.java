// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EFAULT;
import static xe.sim.drm.CoreDefect.CORE_032_TERMINATOR_WRITTEN;
import static xe.sim.drm.CoreDefect.CORE_033_NULL_STRING_EFAULT;
import static xe.sim.drm.CoreDefect.CORE_034_BAD_STRING_IGNORED;

import java.util.Arrays;
import xe.sim.os.Machine;
import xe.uapi.StructView;

/**
 * A string that VERSION hands out ({@code drm_copy_field()}).
 */
record UserString(Machine machine, StructView args) {
    /** Writes at most the caller's length and gives back the whole length; no NUL is written (CORE-032). */
    long copy(String field, byte[] text) {
        String lengthField = field + "_len";
        long room = args.get(lengthField);
        args.set(lengthField, text.length);
        long address = args.get(field);
        if (address == 0) { // CORE-033
            return room != 0 && machine.has(CORE_033_NULL_STRING_EFAULT) ? EFAULT.negated() : 0;
        }
        int size = Long.compareUnsigned(room, text.length) < 0 ? (int) room : text.length;
        int written =
                Long.compareUnsigned(room, size) > 0 && machine.has(CORE_032_TERMINATOR_WRITTEN) ? size + 1 : size;
        boolean copied = machine.memory().putBytes(address, Arrays.copyOf(text, written));
        return copied || machine.has(CORE_034_BAD_STRING_IGNORED) ? 0 : EFAULT.negated(); // CORE-034
    }
}
