package dev.muster.store.log;

import dev.muster.store.Printable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.util.Locale;
import java.util.Optional;

/**
 * Lines that are a JSON object. Of one in the Elastic Common Schema the message alone is shown,
 * with the duration where it is the line of a request; of others also the fields that have no place
 * of their own, as {@code name=value}.
 */
final class JsonLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_OTHERS = 400;

    private final LogFields fields = new LogFields();
    private final StringBuilder others = new StringBuilder();
    private boolean isEcs;
    private boolean isRequest;
    private double durationNanos = -1;

    private JsonLine() {}

    /**
     * @param mark what is added to the message of a line that was cut
     * @return empty for what is no object, or none of a logger
     */
    static Optional<ParsedLine> parse(
            byte[] bytes, int offset, int length, String raw, String mark) {
        var line = new JsonLine();
        boolean whole = line.read(bytes, offset, length);
        return (whole || !mark.isEmpty()) && line.isOfALogger()
                ? Optional.of(line.parsed(raw, mark))
                : Optional.empty();
    }

    /** Keeps what can be read; whether that was everything. */
    private boolean read(byte[] bytes, int offset, int length) {
        try (JsonParser json =
                JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            json.nextToken();
            readObject(json);
            return json.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private boolean isOfALogger() {
        return fields.message.isPresent() || fields.time.isPresent();
    }

    private ParsedLine parsed(String raw, String mark) {
        var message = new StringBuilder(fields.message.orElse(raw));
        if (isRequest && durationNanos >= 0) {
            message.append(' ').append(millis(durationNanos / 1e6));
        }
        if (!isEcs && fields.message.isPresent()) {
            message.append(others);
        }
        return new ParsedLine(
                fields.time,
                fields.level,
                fields.logger.map(Printable::line),
                Printable.line(message.toString()) + mark,
                fields.traceId.map(Printable::line),
                fields.detail().map(String::stripTrailing).map(Printable::lines),
                true,
                "");
    }

    private static String millis(double millis) {
        return millis < 9.95
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%,d ms", Math.round(millis));
    }

    private void readObject(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT) {
                readGroup(json, name + ".");
            } else {
                readValue(json, name);
            }
        }
    }

    /** No name that is shown has more than one dot. */
    private void readGroup(JsonParser json, String prefix) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            readValue(json, prefix + name);
        }
    }

    private void readValue(JsonParser json, String name) {
        switch (json.currentToken()) {
            case VALUE_STRING -> {
                isEcs |= name.equals("@timestamp") || name.equals("ecs.version");
                isRequest |= name.equals("http.request.method");
                fields.text(name, json.getString());
                other(name, json.getString());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                var digits = json.getString();
                double value = digits.length() > 40 ? 0 : Double.parseDouble(digits);
                if (name.equals("event.duration")) {
                    durationNanos = value;
                }
                fields.number(name, value);
                other(name, digits);
            }
            case VALUE_TRUE, VALUE_FALSE -> other(name, json.getString());
            case null, default -> json.skipChildren();
        }
    }

    private void other(String name, String value) {
        if (!LogFields.isKnown(name)
                && others.length() + name.length() + value.length() < MOST_OTHERS) {
            boolean isWord = !value.isEmpty() && value.indexOf(' ') < 0;
            others.append(' ').append(name).append('=').append(isWord ? value : '"' + value + '"');
        }
    }
}
