// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel log, read by user space through /dev/kmsg.
 */
public final class KernelLog {
    public static final int ERR = 3;
    public static final int WARNING = 4;
    public static final int NOTICE = 5;
    public static final int INFO = 6;
    public static final int DEBUG = 7;

    /**
     * One record.
     *
     * @param priority facility times 8 plus level
     * @param timeUs since the clock's start (CLOCK_MONOTONIC)
     */
    record Line(int priority, long timeUs, String text) {}

    private final UserMemory memory;
    private final WaitQueue readers = new WaitQueue();
    private final List<Line> lines = new ArrayList<>();

    public KernelLog(UserMemory memory) {
        this.memory = memory;
    }

    public void printk(int level, String text) {
        append(level, text);
    }

    /** Opens /dev/kmsg. */
    public Opened open(int flags) {
        return Opened.file(new KmsgFile(flags, memory, this));
    }

    void append(int priority, String text) {
        synchronized (lines) {
            lines.add(new Line(priority, System.nanoTime() / 1000, text));
        }
        readers.wakeAll();
    }

    WaitQueue readers() {
        return readers;
    }

    /** Records so far; the next one gets this sequence number. */
    int size() {
        synchronized (lines) {
            return lines.size();
        }
    }

    Line line(int sequence) {
        synchronized (lines) {
            return lines.get(sequence);
        }
    }
}
