// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import xe.kernel.KernelInfo;

/**
 * A run as its journal has it.
 *
 * @param outcomes in the order in which the checks ended
 */
public record RecordedRun(RunInfo run, List<CheckOutcome> outcomes) {
    private static final JsonFactory JSON = new JsonFactory();

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
                Map<String, Object> line = object(lines.get(i));
                if (i == 0) {
                    run = run(line);
                } else {
                    outcomes.add(outcome(line, checks));
                }
            } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
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
                text(line, "suite"),
                new KernelInfo(
                        text(line, "backend"),
                        text(line, "kernel"),
                        text(line, "detail"),
                        KernelInfo.Gpu.valueOf(text(line, "gpu").toUpperCase(Locale.ROOT))),
                text(line, "device"),
                text(line, "rule_book"),
                text(line, "arguments"),
                Instant.parse(text(line, "start")));
    }

    private static CheckOutcome outcome(Map<String, Object> line, Function<String, Check> checks) {
        List<Attachment> attachments = new ArrayList<>();
        if (line.get("attachments") instanceof Map<?, ?> texts) {
            texts.forEach((name, content) -> attachments.add(new Attachment((String) name, (String) content)));
        }
        return new CheckOutcome(
                checks.apply(text(line, "id")),
                Verdict.ofWord(text(line, "status")),
                optional(line, "message", ""),
                nullable(line, "expected"),
                nullable(line, "actual"),
                optional(line, "trace", ""),
                Instant.parse(text(line, "start")),
                Duration.ofNanos(1000 * Long.parseLong(text(line, "duration_us"))),
                attachments);
    }

    private static String text(Map<String, Object> line, String name) {
        String value = nullable(line, name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    private static String optional(Map<String, Object> line, String name, String otherwise) {
        String value = nullable(line, name);
        return value == null ? otherwise : value;
    }

    private static @Nullable String nullable(Map<String, Object> line, String name) {
        return line.get(name) instanceof String value ? value : null;
    }

    /** Strings and numbers as text, objects as maps, arrays as lists. */
    private static Map<String, Object> object(String line) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            return members(json);
        }
    }

    private static Map<String, Object> members(JsonParser json) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return members;
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> members(json);
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(json));
                }
                yield values;
            }
            default -> json.getString();
        };
    }
}
