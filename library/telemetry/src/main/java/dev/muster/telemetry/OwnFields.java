package dev.muster.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;

import co.elastic.logging.JsonUtils;

import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields that a program gives its log lines: what it put into the MDC, the key-value pairs of
 * SLF4J's fluent calls, which win over that, and its markers as {@code tags}. A name that is one of
 * ours goes below {@code labels.}, where ECS has room for names of one's own, so that no name
 * stands twice in a line and none of ours can be forged.
 */
final class OwnFields {
    private static final String LABELS = "labels.";

    /** The names of our fields, and of the objects of ECS that they are in. */
    private static final Set<String> OURS =
            Set.of(
                    "@timestamp message tags labels ecs ecs.version log log.level log.logger error"
                            .concat(" error.type error.message error.stack_trace process")
                            .concat(" process.thread process.thread.name service service.name")
                            .concat(" service.version service.node service.node.name trace")
                            .concat(" trace.id span span.id")
                            .split(" "));

    private OwnFields() {}

    static void append(ILoggingEvent event, StringBuilder line) {
        var context = event.getMDCPropertyMap();
        var pairs = event.getKeyValuePairs();
        if (!context.isEmpty() || (pairs != null && !pairs.isEmpty())) {
            fields(context, pairs == null ? List.of() : pairs)
                    .forEach((name, value) -> append(name, value, line));
        }
        var markers = event.getMarkerList();
        if (markers != null && !markers.isEmpty()) {
            line.append("\"tags\":[")
                    .append(
                            markers.stream()
                                    .map(OwnFields::quoted)
                                    .collect(Collectors.joining(",")))
                    .append("],");
        }
    }

    private static Map<String, Object> fields(
            Map<String, String> context, List<KeyValuePair> pairs) {
        var fields = new LinkedHashMap<String, Object>();
        context.forEach((name, value) -> put(name, value, fields));
        pairs.forEach(pair -> put(pair.key, pair.value, fields));
        return fields;
    }

    private static void put(String name, Object value, Map<String, Object> fields) {
        if (name != null && value != null) {
            fields.put(OURS.contains(name) ? LABELS + name : name, value);
        }
    }

    /** A number and a truth value keep their type, so that they can be computed with. */
    private static void append(String name, Object value, StringBuilder line) {
        boolean isPlain =
                switch (value) {
                    case Boolean _, Byte _, Short _, Integer _, Long _ -> true;
                    case Double number -> Double.isFinite(number);
                    case Float number -> Float.isFinite(number);
                    default -> false;
                };
        if (isPlain) {
            line.append('"');
            JsonUtils.quoteAsString(name, line);
            line.append("\":").append(value).append(',');
        } else {
            JsonFields.append(name, text(value), line);
        }
    }

    /** A value that cannot be written must not cost its line, nor who logs it a request. */
    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | StackOverflowError e) {
            return value.getClass().getName()
                    + " whose text cannot be had: "
                    + e.getClass().getName();
        }
    }

    private static String quoted(Marker marker) {
        var quoted = new StringBuilder("\"");
        JsonUtils.quoteAsString(marker.getName(), quoted);
        return quoted.append('"').toString();
    }
}
