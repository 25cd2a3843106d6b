// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import xe.drm.KernelLog;

/**
 * What a kernel writes to its log when it finds a bug in itself: oopses, WARN_ON, and the reports of KASAN, UBSAN, lockdep, object
 * debugging, kmemleak and the hang detectors.
 */
final class KernelReports {
    private static final Pattern FIRST_LINE = Pattern.compile(String.join(
            "|",
            "^BUG: ",
            "^WARNING: ",
            "^UBSAN: ",
            "^ODEBUG: ",
            "^kmemleak: \\d+ new suspected",
            "^INFO: (task .* blocked|rcu.* detected)",
            "^Oops",
            "^general protection fault",
            "^Internal error",
            "^kernel BUG at ",
            "^list_(add|del) corruption",
            "^refcount_t: ",
            "^Kernel panic"));

    private KernelReports() {}

    /** The first line of a report in {@code log}. */
    static Optional<String> first(List<KernelLog.Line> log) {
        return log.stream()
                .map(KernelLog.Line::message)
                .filter(message -> FIRST_LINE.matcher(message).find())
                .findFirst();
    }
}
