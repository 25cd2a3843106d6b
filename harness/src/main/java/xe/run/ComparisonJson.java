// SPDX-License-Identifier: MIT
package xe.run;

import java.io.StringWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import xe.report.CheckOutcome;
import xe.report.Comparison;
import xe.report.Comparison.Change;
import xe.report.Comparison.Pair;
import xe.report.JsonText;
import xe.report.RecordedRun;
import xe.report.RunInfo;

/** What {@code compare --json} prints: the two runs, how many checks of each kind there are, and every check that is not the same. */
final class ComparisonJson {
    private final JsonGenerator json;

    private ComparisonJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(RecordedRun base, RecordedRun other, Comparison comparison) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonText.to(text)) {
            new ComparisonJson(json).write(base, other, comparison);
        }
        return text.toString();
    }

    private void write(RecordedRun base, RecordedRun other, Comparison comparison) {
        json.writeStartObject();
        run("base", base.run());
        run("new", other.run());
        json.writeObjectPropertyStart("counts");
        for (Change change : Change.values()) {
            json.writeNumberProperty(word(change), comparison.of(change).size());
        }
        json.writeEndObject();
        for (Change change : Change.values()) {
            if (change != Change.SAME) {
                json.writeArrayPropertyStart(word(change));
                comparison.of(change).forEach(this::pair);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }

    private void run(String name, RunInfo run) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("title", run.title());
        json.writeStringProperty("backend", run.kernel().gpu().label());
        json.writeStringProperty("kernel", run.kernel().release());
        json.writeStringProperty("device", run.device());
        json.writeStringProperty("rule_book", run.ruleBook());
        json.writeStringProperty("start", run.start().toString());
        json.writeEndObject();
    }

    private void pair(Pair pair) {
        json.writeStartObject();
        json.writeStringProperty("check", pair.check().id());
        json.writeArrayPropertyStart("rules");
        pair.check().rules().forEach(json::writeString);
        json.writeEndArray();
        side("base", pair.base());
        side("new", pair.other());
        json.writeEndObject();
    }

    private void side(String name, @Nullable CheckOutcome outcome) {
        if (outcome != null) {
            json.writeObjectPropertyStart(name);
            json.writeStringProperty("verdict", outcome.verdict().word());
            json.writeStringProperty("message", outcome.message());
            json.writeEndObject();
        }
    }
}
