// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import xe.kernel.SyscallResult;

/**
 * The last calls of a check, oldest first. Lines are put into words only when they are read. Safe for several threads.
 */
public final class Trace {
    /** How many calls are kept. */
    public static final int CAPACITY = 200;

    private record Line(Supplier<String> call, SyscallResult result) {
        String text() {
            String value = !result.failed() ? Long.toString(result.raw()) : "-1 " + result.errno();
            return call.get() + " = " + value;
        }
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private String failedCall = "";
    private byte[] failedBytes = {};
    private long dropped;

    Trace() {}

    synchronized void add(Supplier<String> call, SyscallResult result) {
        if (lines.size() == CAPACITY) {
            lines.remove();
            dropped++;
        }
        lines.add(new Line(call, result));
    }

    synchronized void failedRequest(String call, byte[] bytes) {
        failedCall = call;
        failedBytes = bytes.clone();
    }

    /** One line per call, as strace(1) prints them; a first line tells of calls that are no longer kept. */
    public List<String> lines() {
        List<Line> copy;
        long missing;
        synchronized (this) {
            copy = List.copyOf(lines);
            missing = dropped;
        }
        List<String> text = new ArrayList<>();
        if (missing > 0) {
            text.add("... " + missing + " earlier calls");
        }
        copy.forEach(line -> text.add(line.text()));
        return text;
    }

    /** Name and bytes of the last request that failed, in rows of 16; empty if none did. */
    public synchronized String lastFailingRequest() {
        StringBuilder text = new StringBuilder(failedCall);
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int at = 0; at < failedBytes.length; at += 16) {
            int end = Math.min(at + 16, failedBytes.length);
            text.append(String.format("\n%04x  %s", at, hex.formatHex(failedBytes, at, end)));
        }
        return text.toString();
    }
}
