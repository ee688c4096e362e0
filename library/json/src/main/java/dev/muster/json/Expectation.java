package dev.muster.json;

import dev.muster.http.ScalarType;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What a type looks like in JSON, in words. */
final class Expectation {
    private static final Map<Class<?>, String> WORDS =
            Map.of(
                    OptionalInt.class, "a whole number",
                    OptionalLong.class, "a whole number",
                    OptionalDouble.class, "a number",
                    Number.class, "a number",
                    Object.class, "JSON",
                    byte[].class, "base64 text",
                    char[].class, "text");

    private Expectation() {}

    static String of(JavaType type) {
        return type.isReferenceType() ? of(type.getReferencedType()) : of(type.getRawClass());
    }

    static String of(Class<?> type) {
        var word = WORDS.get(type);
        if (word != null) {
            return word;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(JsonMapper.shared()::writeValueAsString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return ScalarType.find(type)
                .map(ScalarType::expected)
                .orElse(
                        type.isArray() || Iterable.class.isAssignableFrom(type)
                                ? "a list"
                                : "an object");
    }
}
