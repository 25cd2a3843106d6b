// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import xe.report.CheckOutcome;
import xe.report.PlainText;
import xe.report.RecordedRun;
import xe.report.Summary;
import xe.report.Verdict;

/**
 * One line per check, for people with grep: verdict, name, seconds, and why. The columns are parted by tabs.
 */
final class TextLog implements Output {
    @Override
    public String place() {
        return "results.txt";
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        StringBuilder text = new StringBuilder("# ").append(run.run().title()).append('\n');
        for (CheckOutcome outcome : run.outcomes()) {
            text.append(outcome.verdict().word())
                    .append('\t')
                    .append(outcome.check().id())
                    .append('\t')
                    .append(seconds(outcome))
                    .append('\t')
                    .append(PlainText.line(outcome.message()))
                    .append('\n');
        }
        Summary summary = Summary.of(run.outcomes());
        text.append("# total ").append(summary.total());
        for (Verdict verdict : Verdict.values()) {
            text.append(' ').append(verdict.word()).append(' ').append(summary.count(verdict));
        }
        Files.writeString(out.resolve(place()), text.append('\n'));
    }

    static String seconds(CheckOutcome outcome) {
        return String.format(Locale.ROOT, "%.6f", outcome.duration().toNanos() / 1e9);
    }
}
