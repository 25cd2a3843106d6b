// SPDX-License-Identifier: MIT
package xe.sim.os;

import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;

/**
 * What opening a path gives: a new open file, whose one reference the taker owns, or an errno.
 *
 * @param file null if opening failed
 * @param error {@link Errno#OK} if it did not
 */
public record Opened(@Nullable OpenFile file, Errno error) {
    public static Opened file(OpenFile file) {
        return new Opened(file, Errno.OK);
    }

    public static Opened refused(Errno error) {
        return new Opened(null, error);
    }
}
