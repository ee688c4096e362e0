package dev.muster.telemetry;

import co.elastic.logging.JsonUtils;

import org.jspecify.annotations.Nullable;

/** Fields of a line of JSON, each with a comma behind it. */
final class JsonFields {
    private JsonFields() {}

    /** Nothing where there is no value. */
    static void append(String name, @Nullable String value, StringBuilder line) {
        if (value == null) {
            return;
        }
        line.append('"');
        JsonUtils.quoteAsString(name, line);
        line.append("\":\"");
        JsonUtils.quoteAsString(value, line);
        line.append("\",");
    }
}
