// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calling process: its limits, its user, its privileges.
 */
public final class Task {
    public static final int CAP_SYS_ADMIN = 21;
    public static final int CAP_SYS_NICE = 23;
    public static final int CAP_PERFMON = 38;
    private static final long EVERY_CAPABILITY = (1L << 41) - 1;

    private final boolean root;
    private final Map<Thread, Long> effective = new ConcurrentHashMap<>();
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

    /** Whether the process's user is root, who owns every file. */
    public boolean root() {
        return root;
    }

    /** The capabilities that the calling thread uses now, as a mask. */
    public long effective() {
        return effective.getOrDefault(Thread.currentThread(), permitted());
    }

    /** Those that it may use. */
    public long permitted() {
        return root ? EVERY_CAPABILITY : 0;
    }

    public void setEffective(long mask) {
        effective.put(Thread.currentThread(), mask);
    }

    /** Whether the calling thread has the capability, by its number. */
    public boolean capable(int capability) {
        return (effective() >>> capability & 1) != 0;
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
