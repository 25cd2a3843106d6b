// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calling process: its limits, its user, its privileges.
 */
public final class Task {
    private final boolean root;
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger pipePages = new AtomicInteger();
    private final AtomicInteger failNth = new AtomicInteger();
    private volatile long pipePagesSoft = 16384;
    private volatile boolean makeItFail;
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

    /** {@code user_struct.pipe_bufs}: pages that the user's pipes may fill. */
    public AtomicInteger pipePages() {
        return pipePages;
    }

    /** {@code /proc/sys/fs/pipe-user-pages-soft}; Long.MAX_VALUE where there is no limit. */
    public long pipePagesSoft() {
        return pipePagesSoft;
    }

    public void setPipePagesSoft(long pages) {
        pipePagesSoft = pages;
    }

    /** What /proc/self/fail-nth holds: the n-th fault site that the task itself meets fails. */
    public AtomicInteger failNth() {
        return failNth;
    }

    /** What /proc/self/make-it-fail holds. */
    public boolean makeItFail() {
        return makeItFail;
    }

    public void setMakeItFail(boolean value) {
        makeItFail = value;
    }

    /** {@code user_struct.nr_watches}: watches of the process's user, over all processes. */
    public AtomicInteger watches() {
        return watches;
    }
}
