// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calling process: its limits, its user, its privileges.
 */
public final class Task {
    private final boolean root;
    private final AtomicInteger watches = new AtomicInteger();
    private volatile long nofileSoft = 1024;
    private volatile long nofileHard = 1 << 20;

    public Task(boolean root) {
        this.root = root;
    }

    /** Whether the process has every capability. */
    public boolean root() {
        return root;
    }

    /** The soft RLIMIT_NOFILE. */
    public long nofileSoft() {
        return nofileSoft;
    }

    public long nofileHard() {
        return nofileHard;
    }

    public void setNofile(long soft, long hard) {
        nofileSoft = soft;
        nofileHard = hard;
    }

    /** {@code user_struct.nr_watches}: watches of the process's user, over all processes. */
    public AtomicInteger watches() {
        return watches;
    }
}
