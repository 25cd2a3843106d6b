// SPDX-License-Identifier: MIT
package xe.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An outcome as one line of JSON: in the journal, and on its way from a worker. */
public final class OutcomeLine {
    private OutcomeLine() {}

    public static String write(CheckOutcome outcome) {
        return new JsonLine()
                .put("id", outcome.check().id())
                .put("rules", outcome.check().rules())
                .put("status", outcome.verdict().word())
                .put("start", outcome.start().toString())
                .put("duration_us", outcome.duration().toNanos() / 1000)
                .put("message", outcome.message().isEmpty() ? null : outcome.message())
                .put("expected", outcome.expected())
                .put("actual", outcome.actual())
                .put("trace", outcome.trace().isEmpty() ? null : outcome.trace())
                .putTexts("attachments", outcome.attachments())
                .toString();
    }

    /**
     * @param line a parsed {@link JsonObject}
     * @param checks gives a check by its name
     * @throws IllegalArgumentException if the line is no outcome
     */
    public static CheckOutcome read(Map<String, Object> line, Function<String, Check> checks) {
        List<Attachment> attachments = new ArrayList<>();
        if (line.get("attachments") instanceof Map<?, ?> texts) {
            texts.forEach(
                    (name, content) -> attachments.add(new Attachment(String.valueOf(name), String.valueOf(content))));
        }
        try {
            return new CheckOutcome(
                    checks.apply(JsonObject.text(line, "id")),
                    Verdict.ofWord(JsonObject.text(line, "status")),
                    orEmpty(JsonObject.nullable(line, "message")),
                    JsonObject.nullable(line, "expected"),
                    JsonObject.nullable(line, "actual"),
                    orEmpty(JsonObject.nullable(line, "trace")),
                    Instant.parse(JsonObject.text(line, "start")),
                    Duration.ofNanos(1000 * Long.parseLong(JsonObject.text(line, "duration_us"))),
                    attachments);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time: " + e.getParsedString(), e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
