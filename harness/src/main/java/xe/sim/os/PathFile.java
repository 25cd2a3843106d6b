// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.ELOOP;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * What O_PATH opens: a name that can be held and passed on, but neither read nor controlled.
 */
final class PathFile extends OpenFile {
    private final @Nullable OpenFile behind;

    /** @param behind the file whose link in /proc/self/fd was followed; kept open by this one */
    PathFile(String name, @Nullable OpenFile behind) {
        super(Abi.O_PATH);
        this.behind = behind == null ? null : behind.get();
        attach(name, flags -> behind == null ? Opened.refused(ELOOP) : behind.reopen(flags));
    }

    @Override
    public OpenFile named() {
        return behind == null ? this : behind;
    }

    @Override
    protected void release() {
        if (behind != null) {
            behind.put();
        }
    }
}
