// SPDX-License-Identifier: MIT
package xe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import xe.drm.KernelLog;

class LogTextTest {
    private static final int WARNING = 4;
    private static final int INFO = 6;

    @Test
    void controlCharactersAreWrittenOut() {
        String text = LogText.of(List.of(new KernelLog.Line(INFO, "\033[31m<b>\u0007\ttab\u007f $1 \\")));

        assertThat(text).isEqualTo("\\x1b[31m<b>\\x07\ttab\\x7f $1 \\");
    }

    @Test
    void tenThousandLinesAreCutInTheMiddle() {
        List<KernelLog.Line> lines = IntStream.range(0, 10_000)
                .mapToObj(i -> new KernelLog.Line(INFO, "line " + i))
                .toList();

        assertThat(LogText.of(lines).lines())
                .hasSize(1001)
                .startsWith("line 0")
                .contains("line 499", "... 9000 lines left out ...", "line 9500")
                .endsWith("line 9999");
    }

    @Test
    void onlyTheKernelsOwnUnexpectedWarningsCount() {
        List<KernelLog.Line> lines = List.of(
                new KernelLog.Line(INFO, "xe: reset done"),
                new KernelLog.Line(WARNING, "xe: VM worker error: -12"),
                new KernelLog.Line(WARNING, "xe: something else"),
                new KernelLog.Line(0, "a program says so", false));

        assertThat(LogText.warnings(lines, List.of(Pattern.compile("VM worker error: -\\d+"))))
                .extracting(KernelLog.Line::message)
                .containsExactly("xe: something else");
    }
}
