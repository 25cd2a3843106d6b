// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import xe.report.Attachment;

/**
 * How a worker ended that should not have.
 *
 * @param exitCode 128 and a signal's number, if that killed it
 * @param errorFile what its JVM wrote when it crashed
 * @param tail what it printed last
 */
record Death(int exitCode, String errorFile, String tail) {
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            15, "SIGTERM");
    private static final Pattern JVM_SIGNAL = Pattern.compile("(?m)^# +(SIG[A-Z]+ .*)$");
    private static final int SIGNALLED = 128;

    private int signal() {
        return exitCode > SIGNALLED ? exitCode - SIGNALLED : 0;
    }

    /** Whether it is a signal that an interrupted terminal or service sends to all its processes. */
    boolean bySignalToAll() {
        return signal() == 1 || signal() == 2 || signal() == 15;
    }

    String why() {
        Matcher crash = JVM_SIGNAL.matcher(errorFile);
        if (crash.find()) {
            return "the JVM of the worker crashed: " + crash.group(1);
        }
        return signal() > 0
                ? "the worker died of " + SIGNALS.getOrDefault(signal(), "signal " + signal())
                : "the worker ended by itself with exit code " + exitCode;
    }

    List<Attachment> evidence() {
        List<Attachment> evidence = new ArrayList<>();
        if (!errorFile.isEmpty()) {
            evidence.add(new Attachment("JVM crash", errorFile));
        }
        if (!tail.isEmpty()) {
            evidence.add(new Attachment("worker output", tail));
        }
        return evidence;
    }
}
