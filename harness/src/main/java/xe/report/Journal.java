// SPDX-License-Identifier: MIT
package xe.report;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The outcomes as they come, one JSON object per line in {@code outcomes.jsonl}; the first line says where the run was made.
 *
 * <p>Each line is written out at once, so what was measured is there whatever happens next. {@link RecordedRun} reads it.
 */
public final class Journal implements Closeable {
    public static final String FILE = "outcomes.jsonl";

    private final BufferedWriter lines;

    public Journal(Path out, RunInfo run) throws IOException {
        lines = Files.newBufferedWriter(out.resolve(FILE));
        write(new JsonLine()
                .put("suite", run.suiteVersion())
                .put("backend", run.kernel().backend())
                .put("kernel", run.kernel().release())
                .put("detail", run.kernel().detail())
                .put("gpu", run.kernel().gpu().name().toLowerCase(Locale.ROOT))
                .put("device", run.device())
                .put("rule_book", run.ruleBook())
                .put("arguments", run.arguments())
                .put("start", run.start().toString()));
    }

    public void add(CheckOutcome outcome) throws IOException {
        write(new JsonLine()
                .put("id", outcome.check().id())
                .put("rules", outcome.check().rules())
                .put("status", outcome.verdict().word())
                .put("start", outcome.start().toString())
                .put("duration_us", outcome.duration().toNanos() / 1000)
                .put("message", outcome.message().isEmpty() ? null : outcome.message())
                .put("expected", outcome.expected())
                .put("actual", outcome.actual())
                .put("trace", outcome.trace().isEmpty() ? null : outcome.trace())
                .putTexts("attachments", outcome.attachments()));
    }

    private void write(JsonLine line) throws IOException {
        lines.write(line.toString());
        lines.newLine();
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
