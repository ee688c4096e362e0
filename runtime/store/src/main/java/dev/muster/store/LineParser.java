package dev.muster.store;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the lines of log files: JSON objects with the names of the Elastic Common Schema, dotted or
 * nested, and plain text, of which only a leading ISO time with its zone and an explicit level are
 * believed.
 */
final class LineParser {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern PLAIN_LEVEL =
            Pattern.compile(
                    "\\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL)"
                            + "(?![\\w-]).*",
                    Pattern.DOTALL);
    private static final Pattern PLAIN_TIME =
            Pattern.compile(
                    "\\[?(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?)"
                            + "(Z|[+-]\\d\\d:?\\d\\d)]?\\s+(.*)",
                    Pattern.DOTALL);

    private LineParser() {}

    /**
     * @param wholeLength of the line in its file; more than {@code length} where it was cut
     */
    static ParsedLine parse(byte[] bytes, int offset, int length, long wholeLength) {
        int end = offset + length;
        while (end > offset && bytes[end - 1] == '\r') {
            end--;
        }
        String mark =
                wholeLength > length
                        ? " ... (cut: the line has %,d bytes)".formatted(wholeLength)
                        : "";
        if (end > offset && bytes[offset] == '{') {
            var fields = new EcsFields();
            boolean whole = fields.read(bytes, offset, end - offset);
            if (fields.isLine() && (whole || !mark.isEmpty())) {
                return fields.line(text(bytes, offset, end), mark);
            }
        }
        return plain(text(bytes, offset, end), mark);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static ParsedLine plain(String raw, String mark) {
        String text = Printable.line(raw) + mark;
        var timed = text.isEmpty() || text.charAt(0) > '[' ? null : PLAIN_TIME.matcher(text);
        Optional<Instant> at = Optional.empty();
        String rest = text;
        if (timed != null && timed.matches()) {
            at =
                    instant(
                            timed.group(1)
                                    + "T"
                                    + timed.group(2).replace(',', '.')
                                    + zone(timed.group(3)));
            rest = timed.group(4);
        }
        var leveled = PLAIN_LEVEL.matcher(rest);
        return new ParsedLine(
                at,
                leveled.matches() ? LogLevel.of(leveled.group(1)) : Optional.empty(),
                Optional.empty(),
                text,
                Optional.empty(),
                Optional.empty(),
                false,
                continues(text));
    }

    /** Indented lines and the causes of a Java stack trace. */
    private static boolean continues(String text) {
        return text.startsWith("\t")
                || text.startsWith("  ")
                || text.startsWith("Caused by: ")
                || text.startsWith("Suppressed: ");
    }

    private static String zone(String written) {
        return written.length() == 5
                ? written.substring(0, 3) + ":" + written.substring(3)
                : written;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The fields of a structured line that are shown. */
    private static final class EcsFields {
        private Optional<Instant> at = Optional.empty();
        private Optional<LogLevel> level = Optional.empty();
        private Optional<String> logger = Optional.empty();
        private Optional<String> message = Optional.empty();
        private Optional<String> traceId = Optional.empty();
        private Optional<String> errorType = Optional.empty();
        private Optional<String> errorMessage = Optional.empty();
        private Optional<String> stackTrace = Optional.empty();

        /** Keeps what can be read; whether that was everything. */
        boolean read(byte[] bytes, int offset, int length) {
            try (JsonParser json =
                    JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
                json.nextToken();
                readObject(json);
                return json.nextToken() == null;
            } catch (JacksonException e) {
                return false;
            }
        }

        boolean isLine() {
            return message.isPresent() || at.isPresent();
        }

        ParsedLine line(String raw, String mark) {
            return new ParsedLine(
                    at,
                    level,
                    logger.map(Printable::line),
                    Printable.line(message.orElse(raw)) + mark,
                    traceId.map(Printable::line),
                    detail().map(String::stripTrailing).map(Printable::lines),
                    true,
                    false);
        }

        private Optional<String> detail() {
            return stackTrace.or(
                    () ->
                            errorType
                                    .map(
                                            type ->
                                                    errorMessage
                                                            .map(m -> type + ": " + m)
                                                            .orElse(type))
                                    .or(() -> errorMessage));
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
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                take(name, json.getString());
            } else {
                json.skipChildren();
            }
        }

        private void take(String name, String value) {
            switch (name) {
                case "@timestamp" -> at = instant(value);
                case "log.level" -> level = LogLevel.of(value);
                case "log.logger" -> logger = Optional.of(value);
                case "message" -> message = Optional.of(value);
                case "trace.id" -> traceId = Optional.of(value);
                case "error.type" -> errorType = Optional.of(value);
                case "error.message" -> errorMessage = Optional.of(value);
                case "error.stack_trace" -> stackTrace = Optional.of(value);
                default -> {
                    // Everything else is in the file, and is not shown.
                }
            }
        }
    }
}
