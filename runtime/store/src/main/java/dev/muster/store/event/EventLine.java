package dev.muster.store.event;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An event as a line of a file: a JSON object whose last member is the CRC-32C of all that stands
 * before it, so that a flipped bit is not read as news. What happened is a code and its parameters;
 * the words are there for whoever reads the file, and count where a line has nothing but them, as
 * those of older agents, or a code that is not known here.
 */
final class EventLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String CHECKSUM = ",\"crc\":\"";
    private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + "\"}".length();

    private EventLine() {}

    static String write(LoggedEvent logged) {
        var event = logged.event();
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("id", logged.id());
            json.writeStringProperty("at", event.at().toString());
            json.writeStringProperty("severity", event.severity().name());
            event.subject().service().ifPresent(s -> json.writeStringProperty("service", s));
            event.subject().name().ifPresent(s -> json.writeStringProperty("subject", s));
            json.writeStringProperty("code", event.cause().code());
            json.writeStringProperty("parameters", CauseJson.write(logged.parameters()));
            json.writeStringProperty("text", event.sentence().text());
            json.writeEndObject();
        }
        String object = text.toString();
        String open = object.substring(0, object.length() - 1);
        return sealed(open);
    }

    /**
     * @param open an object without its end
     */
    static String sealed(String open) {
        return open + CHECKSUM + checksum(open) + "\"}";
    }

    /** The event that a line holds; empty where it holds none, or not the one that was written. */
    static Optional<LoggedEvent> read(String line) {
        int end = line.length() - CHECKSUM_LENGTH;
        if (end < 0
                || !line.substring(end)
                        .equals(CHECKSUM + checksum(line.substring(0, end)) + "\"}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(event(fields(line)));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static LoggedEvent event(Map<String, String> fields) {
        long id = Long.parseLong(fields.getOrDefault("id", ""));
        var at = Instant.parse(fields.getOrDefault("at", ""));
        var severity = Severity.valueOf(fields.getOrDefault("severity", ""));
        var subject =
                new Subject(
                        Optional.ofNullable(fields.get("service")),
                        Optional.ofNullable(fields.get("subject")));
        var parameters = parameters(fields.getOrDefault("parameters", ""));
        return CauseJson.cause(fields.getOrDefault("code", ""), parameters)
                .map(cause -> new Event(at, severity, subject, cause))
                .map(event -> new LoggedEvent(id, event, parameters))
                .orElseGet(
                        () -> {
                            var told = new Cause.Told(fields.getOrDefault("text", ""));
                            return new LoggedEvent(id, new Event(at, severity, subject, told));
                        });
    }

    private static Map<String, Object> parameters(String object) {
        try {
            return CauseJson.values(object);
        } catch (JacksonException none) {
            return Map.of();
        }
    }

    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getString());
            }
        }
        return fields;
    }

    private static String checksum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
