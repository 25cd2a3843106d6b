// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import xe.drm.KernelLog;

/** Lines of the kernel log for people: bounded, and without characters that do something to a terminal. */
final class LogText {
    private static final int WARNING = 4;
    private static final int MOST_LINES = 1000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

    private LogText() {}

    /** All of {@code lines}, or the first and the last of very many. */
    static String of(List<KernelLog.Line> lines) {
        List<String> text = new ArrayList<>();
        int skipped = Math.max(0, lines.size() - MOST_LINES);
        for (int i = 0; i < lines.size(); i++) {
            if (i < MOST_LINES / 2 || i >= MOST_LINES / 2 + skipped) {
                text.add(escaped(lines.get(i).message()));
            } else if (i == MOST_LINES / 2) {
                text.add("... %d lines left out ...".formatted(skipped));
            }
        }
        return String.join("\n", text);
    }

    /** Those at warning level or worse that match none of {@code expected}. */
    static List<KernelLog.Line> warnings(List<KernelLog.Line> lines, List<Pattern> expected) {
        return lines.stream()
                .filter(line -> line.byKernel() && line.level() <= WARNING)
                .filter(line -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(line.message()).find()))
                .toList();
    }

    private static String escaped(String message) {
        return CONTROL.matcher(message)
                .replaceAll(character -> String.format(
                        Locale.ROOT, "\\\\x%02x", (int) character.group().charAt(0)));
    }
}
