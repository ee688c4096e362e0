package dev.muster.json;

import tools.jackson.databind.JavaType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a type looks like in JSON, in words. */
final class Expectation {
    private static final Map<Class<?>, String> WORDS =
            Map.ofEntries(
                    Map.entry(Boolean.class, "true or false"),
                    Map.entry(boolean.class, "true or false"),
                    Map.entry(int.class, "a whole number"),
                    Map.entry(Integer.class, "a whole number"),
                    Map.entry(long.class, "a whole number"),
                    Map.entry(Long.class, "a whole number"),
                    Map.entry(short.class, "a whole number"),
                    Map.entry(Short.class, "a whole number"),
                    Map.entry(byte.class, "a whole number"),
                    Map.entry(Byte.class, "a whole number"),
                    Map.entry(BigInteger.class, "a whole number"),
                    Map.entry(double.class, "a number"),
                    Map.entry(Double.class, "a number"),
                    Map.entry(float.class, "a number"),
                    Map.entry(Float.class, "a number"),
                    Map.entry(BigDecimal.class, "a number"),
                    Map.entry(String.class, "text"),
                    Map.entry(Instant.class, "a time such as \"2026-01-31T12:00:00Z\""),
                    Map.entry(LocalDate.class, "a date such as \"2026-01-31\""),
                    Map.entry(Duration.class, "a duration such as \"PT1.5S\""),
                    Map.entry(UUID.class, "a UUID"));

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
                    .map(constant -> '"' + constant.toString() + '"')
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.getPackageName().equals("java.time")) {
            return "an ISO 8601 " + type.getSimpleName();
        }
        return "an object";
    }
}
