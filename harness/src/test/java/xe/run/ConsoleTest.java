// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import xe.junit.VainWaits;
import xe.report.Attachment;
import xe.report.CheckOutcome;
import xe.report.Samples;
import xe.report.Verdict;

class ConsoleTest {
    private static final String LINE = "10 checks waited in vain for the device";

    private final StringWriter text = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(text), new Terminal(false, Ansi.OFF), new Again("./xe-cts run", List.of()));

    private void waitsInVain(int check) {
        CheckOutcome failed = Samples.outcome("a.x" + check, Verdict.FAILED, "got none within 1.2 s");
        console.outcome(failed.with(
                Duration.ZERO, List.of(new Attachment(CheckOutcome.WAITED_IN_VAIN, "waited in vain for an event"))));
    }

    @Test
    void manyVainWaitsAreToldOnce() {
        for (int check = 1; check < VainWaits.MOST; check++) {
            waitsInVain(check);
        }
        assertThat(text.toString()).doesNotContain(LINE);

        waitsInVain(VainWaits.MOST);
        waitsInVain(VainWaits.MOST + 1);
        assertThat(text.toString()).containsOnlyOnce(LINE);
    }
}
