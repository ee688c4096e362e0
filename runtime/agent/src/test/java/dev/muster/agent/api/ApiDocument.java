package dev.muster.agent.api;

import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.EventsView;
import dev.muster.control.ExplainView;
import dev.muster.control.FleetView;
import dev.muster.control.LogsView;
import dev.muster.control.Outcome;
import dev.muster.control.SessionView;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The control API as an OpenAPI document, made of its paths and of the records that it sends. */
final class ApiDocument {
    /**
     * @param request the schema of the body, or empty
     * @param answer a view, or {@code Void} for a stream of events
     */
    record Operation(
            String method,
            String path,
            String summary,
            List<String> query,
            Map<String, Object> request,
            Class<?> answer) {}

    static final List<Operation> OPERATIONS =
            List.of(
                    get(
                            ApiPaths.FLEET,
                            "The fleet as it is now.",
                            FleetView.class,
                            ApiQuery.SCREEN,
                            ApiQuery.KEYS,
                            ApiQuery.COLUMNS,
                            ApiQuery.COLOUR),
                    get(
                            ApiPaths.FLEET_STREAM,
                            "The fleet whenever what is shown of it has changed: events named"
                                    + " fleet, each a FleetView; a comment each second tells"
                                    + " that the last one still holds. With show=names only how"
                                    + " the fleet is, and the names and states of its services"
                                    + " and replicas.",
                            Void.class,
                            ApiQuery.SHOW),
                    get(
                            ApiPaths.UP,
                            "What happens while the fleet comes up, as events.",
                            Void.class),
                    post(
                            ApiPaths.UP,
                            "The same, by the owner of the fleet: it ends when this stream does.",
                            Map.of(),
                            Void.class),
                    post(
                            ApiPaths.DOWN,
                            "Stops the fleet.",
                            Map.of(),
                            Outcome.class,
                            ApiQuery.FORCE),
                    get(
                            ApiPaths.EXPLAIN,
                            "Why a service is as it is.",
                            ExplainView.class,
                            ApiQuery.COLUMNS,
                            ApiQuery.COLOUR),
                    post(
                            ApiPaths.SCALE,
                            "How many replicas a service should have.",
                            object("replicas", ordered("type", "integer", "minimum", 0)),
                            Outcome.class),
                    post(
                            ApiPaths.RESTART,
                            "Replaces the replicas of a service, one after another.",
                            Map.of(),
                            Outcome.class),
                    get(
                            ApiPaths.LOGS,
                            "The newest lines, or with follow each new one too, a JSON object a"
                                    + " line.",
                            LogsView.class,
                            ApiQuery.SERVICE,
                            ApiQuery.REPLICA,
                            ApiQuery.GREP,
                            ApiQuery.LEVEL,
                            ApiQuery.SINCE,
                            ApiQuery.LIMIT,
                            ApiQuery.FOLLOW,
                            ApiQuery.COLUMNS,
                            ApiQuery.COLOUR),
                    get(
                            ApiPaths.EVENTS,
                            "What happened, the newest first.",
                            EventsView.class,
                            ApiQuery.LIMIT,
                            ApiQuery.COLUMNS,
                            ApiQuery.COLOUR),
                    post(
                            ApiPaths.SESSION,
                            "Trades a one-time token for a session; needs no credentials.",
                            object("token", Map.of("type", "string")),
                            SessionView.class),
                    post(
                            ApiPaths.SESSION_TOKEN,
                            "An address of the dashboard that lets its holder in once.",
                            Map.of(),
                            Outcome.class));

    /** Of components whose type is of the runtime, which the records do not know. */
    private static final Map<String, Map<String, Object>> TYPES_OF_THE_RUNTIME =
            Map.of(
                    "CauseView.code",
                    ordered(
                            "type",
                            "string",
                            "description",
                            "One of docs/reference/causes.md; a later version may know more."));

    private final Map<String, Object> schemas = new TreeMap<>();

    private ApiDocument() {}

    /** The whole document. */
    static Map<String, Object> document() {
        return new ApiDocument().made();
    }

    private Map<String, Object> made() {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (var each : OPERATIONS) {
            paths.computeIfAbsent(each.path, _ -> new LinkedHashMap<>())
                    .put(each.method.toLowerCase(java.util.Locale.ROOT), operation(each));
        }
        var token = ordered("type", "http", "scheme", "bearer");
        return ordered(
                "openapi",
                "3.1.0",
                "info",
                ordered(
                        "title",
                        "The control API of a Muster agent",
                        "version",
                        "1",
                        "description",
                        "Answers on the dashboard's port, as localhost alone. The token is in"
                                + " .muster/token of the fleet's folder. With Accept: text/plain"
                                + " views come as text for a terminal."),
                "security",
                List.of(Map.of("token", List.of())),
                "paths",
                paths,
                "components",
                ordered("securitySchemes", Map.of("token", token), "schemas", schemas));
    }

    private Map<String, Object> operation(Operation each) {
        var made = ordered("summary", each.summary);
        var parameters = new java.util.ArrayList<Object>();
        if (each.path.contains("{name}")) {
            parameters.add(parameter("name", "path", true));
        }
        each.query.forEach(word -> parameters.add(parameter(word, "query", false)));
        if (!parameters.isEmpty()) {
            made.put("parameters", parameters);
        }
        if (!each.request.isEmpty()) {
            var content = ordered("application/json", ordered("schema", each.request));
            made.put("requestBody", ordered("required", true, "content", content));
        }
        var content =
                each.answer == Void.class
                        ? ordered("text/event-stream", Map.of())
                        : ordered("application/json", ordered("schema", schema(each.answer)));
        made.put(
                "responses",
                ordered(
                        "200",
                        ordered("description", "Done.", "content", content),
                        "default",
                        ordered(
                                "description",
                                "A problem, as RFC 9457 has it.",
                                "content",
                                ordered("application/problem+json", Map.of()))));
        return made;
    }

    private Map<String, Object> schema(Class<?> type) {
        if (!schemas.containsKey(type.getSimpleName())) {
            var properties = new LinkedHashMap<String, Object>();
            schemas.put(type.getSimpleName(), Map.of());
            for (var component : type.getRecordComponents()) {
                properties.put(component.getName(), schema(component));
            }
            var required =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList();
            schemas.put(
                    type.getSimpleName(),
                    ordered("type", "object", "properties", properties, "required", required));
        }
        return ordered("$ref", "#/components/schemas/" + type.getSimpleName());
    }

    private Map<String, Object> schema(RecordComponent component) {
        var known =
                TYPES_OF_THE_RUNTIME.get(
                        component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        return known == null ? schema(component.getAnnotatedType()) : known;
    }

    private Map<String, Object> schema(AnnotatedType annotated) {
        var made = plain(annotated);
        if (!annotated.isAnnotationPresent(Nullable.class)) {
            return made;
        }
        return made.get("type") instanceof String type
                ? with(made, List.of(type, "null"))
                : ordered("anyOf", List.of(made, Map.of("type", "null")));
    }

    private Map<String, Object> plain(AnnotatedType annotated) {
        if (annotated instanceof AnnotatedParameterizedType map
                && map.getAnnotatedActualTypeArguments().length == 2) {
            return ordered("type", "object");
        }
        if (annotated instanceof AnnotatedParameterizedType list) {
            var element = list.getAnnotatedActualTypeArguments()[0];
            return ordered("type", "array", "items", schema(element));
        }
        var type = (Class<?>) annotated.getType();
        if (type.isEnum()) {
            var names = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
            return ordered("type", "string", "enum", names);
        }
        if (type == Instant.class) {
            return ordered("type", "string", "format", "date-time");
        }
        if (type == String.class) {
            return ordered("type", "string");
        }
        if (type == boolean.class) {
            return ordered("type", "boolean");
        }
        if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
            return ordered("type", "integer");
        }
        return type == double.class || type == Double.class
                ? ordered("type", "number")
                : schema(type);
    }

    private static Map<String, Object> with(Map<String, Object> schema, Object type) {
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> parameter(String name, String in, boolean required) {
        var schema = Map.of("type", "string");
        return ordered("name", name, "in", in, "required", required, "schema", schema);
    }

    private static Map<String, Object> object(String name, Map<String, Object> schema) {
        return ordered(
                "type", "object", "properties", Map.of(name, schema), "required", List.of(name));
    }

    private static Operation get(String path, String summary, Class<?> answer, String... query) {
        return new Operation("GET", path, summary, List.of(query), Map.of(), answer);
    }

    private static Operation post(
            String path,
            String summary,
            Map<String, Object> request,
            Class<?> answer,
            String... query) {
        return new Operation("POST", path, summary, List.of(query), request, answer);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var made = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            made.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return made;
    }
}
