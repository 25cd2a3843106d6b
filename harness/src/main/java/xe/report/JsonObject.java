// SPDX-License-Identifier: MIT
package xe.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@link JsonLine} writes. */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonObject() {}

    /**
     * Strings, numbers and truth values as text, objects as maps in their order, arrays as lists.
     *
     * @throws IllegalArgumentException if the line is not one whole object
     */
    public static Map<String, Object> parse(String line) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            Map<String, Object> members = members(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one object");
            }
            return members;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
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

    /** @throws IllegalArgumentException if it is not there or no text */
    public static String text(Map<String, Object> line, String name) {
        String value = nullable(line, name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    public static @Nullable String nullable(Map<String, Object> line, String name) {
        return line.get(name) instanceof String value ? value : null;
    }

    /** A list of texts; empty if there is none. */
    public static List<String> texts(Map<String, Object> line, String name) {
        return line.get(name) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** An object whose values are texts; empty if there is none. */
    public static Map<String, String> textMap(Map<String, Object> line, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (line.get(name) instanceof Map<?, ?> members) {
            members.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }
}
