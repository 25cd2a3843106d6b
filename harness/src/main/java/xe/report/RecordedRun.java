// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import xe.kernel.KernelInfo;

/**
 * A run as its journal has it.
 *
 * @param outcomes in the order in which the checks ended
 */
public record RecordedRun(RunInfo run, List<CheckOutcome> outcomes) {
    /**
     * Reads the journal in {@code out}. A last line without an end is what a cut left: it is dropped.
     *
     * @param checks gives a check by its name; for a name that the suite no longer has, whatever it likes
     * @throws IOException if there is no journal, or a line of it is none: the message names the line
     */
    public static RecordedRun read(Path out, Function<String, Check> checks) throws IOException {
        Path file = out.resolve(Journal.FILE);
        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        int whole = text.endsWith("\n") ? lines.size() : lines.size() - 1;
        RunInfo run = null;
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < whole; i++) {
            try {
                Map<String, Object> line = JsonObject.parse(lines.get(i));
                if (i == 0) {
                    run = run(line);
                } else if (line.containsKey("status")) {
                    outcomes.add(OutcomeLine.read(line, checks));
                }
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                throw new IOException("%s, line %d is no line of a journal".formatted(file, i + 1), e);
            }
        }
        if (run == null) {
            throw new IOException(file + " is empty");
        }
        return new RecordedRun(run, outcomes);
    }

    private static RunInfo run(Map<String, Object> line) {
        return new RunInfo(
                JsonObject.text(line, "suite"),
                new KernelInfo(
                        JsonObject.text(line, "backend"),
                        JsonObject.text(line, "kernel"),
                        JsonObject.text(line, "detail"),
                        KernelInfo.Gpu.valueOf(JsonObject.text(line, "gpu").toUpperCase(Locale.ROOT))),
                JsonObject.text(line, "device"),
                JsonObject.text(line, "rule_book"),
                JsonObject.text(line, "arguments"),
                Instant.parse(JsonObject.text(line, "start")));
    }
}
