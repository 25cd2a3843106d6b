// SPDX-License-Identifier: MIT
package xe.expect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kernel releases from one to another, both included: {@code 7.2..7.3}, {@code 7.3..}, {@code ..7.2} or {@code 7.3}. A bound says
 * nothing about the numbers that it leaves out: 7.3 covers 7.3-rc7 and 7.3.5.
 */
record KernelRange(List<Integer> from, List<Integer> to) {
    private static final Pattern RANGE = Pattern.compile("(\\d+(?:\\.\\d+)*)?(\\.\\.)?(\\d+(?:\\.\\d+)*)?");
    private static final Pattern RELEASE = Pattern.compile("(\\d+(?:\\.\\d+)*).*");

    /** @throws IllegalArgumentException if it is no range */
    static KernelRange of(String text) {
        Matcher range = RANGE.matcher(text);
        if (text.isEmpty() || text.equals("..") || !range.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no range of kernels, such as 7.2..7.3, 7.3.. or 7.3");
        }
        List<Integer> from = numbers(range.group(1));
        return new KernelRange(from, range.group(2) == null ? from : numbers(range.group(3)));
    }

    boolean contains(String release) {
        Matcher leading = RELEASE.matcher(release);
        if (!leading.matches()) {
            return false;
        }
        List<Integer> numbers = numbers(leading.group(1));
        return compared(numbers, from) >= 0 && compared(numbers, to) <= 0;
    }

    /** As far as the bound goes; what the release leaves out is 0. */
    private static int compared(List<Integer> release, List<Integer> bound) {
        for (int i = 0; i < bound.size(); i++) {
            int compared = Integer.compare(i < release.size() ? release.get(i) : 0, bound.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static List<Integer> numbers(@Nullable String dotted) {
        return dotted == null
                ? List.of()
                : Pattern.compile("\\.")
                        .splitAsStream(dotted)
                        .map(Integer::valueOf)
                        .toList();
    }
}
