package dev.muster.agent.api;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The control API as an OpenAPI document, made of what its nouns declare. */
final class ApiDocument {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** Of components whose values a later version may know more of. */
    private static final Map<String, Map<String, Object>> OPEN =
            Map.of(
                    "CauseView.code",
                    ordered(
                            "type",
                            "string",
                            "description",
                            "One of docs/reference/causes.md; a later version may know more."));

    private final Map<String, Object> schemas = new TreeMap<>();

    private ApiDocument() {}

    /** The whole document of an API of these nouns. */
    static Map<String, Object> of(List<Routes> nouns) {
        return new ApiDocument().made(nouns);
    }

    private Map<String, Object> made(List<Routes> nouns) {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        nouns.stream()
                .flatMap(noun -> noun.operations().stream())
                .forEach(
                        each ->
                                paths.computeIfAbsent(each.path(), _ -> new LinkedHashMap<>())
                                        .put(
                                                each.method().toLowerCase(Locale.ROOT),
                                                operation(each)));
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
        var made = ordered("summary", each.summary());
        var parameters = new ArrayList<Object>();
        PLACEHOLDER
                .matcher(each.path())
                .results()
                .map(found -> parameter(found.group(1), "path", true, Map.of("type", "string")))
                .forEach(parameters::add);
        each.words()
                .forEach(
                        word ->
                                parameters.add(
                                        parameter(word.name(), "query", false, word.schema())));
        if (!parameters.isEmpty()) {
            made.put("parameters", parameters);
        }
        each.body()
                .map(body -> ordered("application/json", ordered("schema", object(body))))
                .ifPresent(
                        content ->
                                made.put(
                                        "requestBody",
                                        ordered("required", true, "content", content)));
        var content =
                each.answer()
                        .map(view -> ordered("application/json", ordered("schema", schema(view))))
                        .orElseGet(() -> ordered("text/event-stream", Map.of()));
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
            schemas.put(type.getSimpleName(), Map.of());
            schemas.put(type.getSimpleName(), object(type));
        }
        return ordered("$ref", "#/components/schemas/" + type.getSimpleName());
    }

    private Map<String, Object> object(Class<?> type) {
        var properties = new LinkedHashMap<String, Object>();
        for (var component : type.getRecordComponents()) {
            properties.put(component.getName(), schema(component));
        }
        var required = List.copyOf(properties.keySet());
        return ordered("type", "object", "properties", properties, "required", required);
    }

    private Map<String, Object> schema(RecordComponent component) {
        var open =
                OPEN.get(
                        component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        if (open != null) {
            return open;
        }
        var made = schema(component.getAnnotatedType());
        var least = component.getAnnotation(AtLeast.class);
        if (least != null) {
            made.put("minimum", least.value());
        }
        return made;
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

    private static Map<String, Object> parameter(
            String name, String in, boolean required, Map<String, Object> schema) {
        return ordered("name", name, "in", in, "required", required, "schema", schema);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var made = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            made.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return made;
    }
}
