// SPDX-License-Identifier: MIT
package xe.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Builds one JSON object on one line; values that are null are left out. */
public final class JsonLine {
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json = JsonText.to(text);

    public JsonLine() {
        json.writeStartObject();
    }

    public JsonLine put(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
        return this;
    }

    public JsonLine put(String name, long value) {
        json.writeNumberProperty(name, value);
        return this;
    }

    public JsonLine put(String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
        return this;
    }

    public JsonLine putMap(String name, Map<String, String> values) {
        json.writeObjectPropertyStart(name);
        values.forEach(json::writeStringProperty);
        json.writeEndObject();
        return this;
    }

    /** Puts the texts of {@code attachments} under their names; nothing if there are none. */
    public JsonLine putTexts(String name, List<Attachment> attachments) {
        if (!attachments.isEmpty()) {
            json.writeObjectPropertyStart(name);
            attachments.forEach(attachment -> json.writeStringProperty(attachment.name(), attachment.text()));
            json.writeEndObject();
        }
        return this;
    }

    @Override
    public String toString() {
        json.close();
        return text.toString();
    }
}
