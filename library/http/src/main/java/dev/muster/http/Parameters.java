package dev.muster.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names and values as queries and the forms of browsers hold them, in order and decoded ({@code
 * application/x-www-form-urlencoded}; WHATWG URL, section 5.1). Immutable.
 */
public final class Parameters {
    private final String encoded;

    private Parameters(String encoded) {
        this.encoded = encoded;
    }

    /**
     * @param encoded such as {@code a=1&b=two+words}; may be empty
     */
    public static Parameters of(String encoded) {
        return new Parameters(encoded);
    }

    /**
     * The first value of {@code name}; empty text where it has a name alone.
     *
     * @throws HttpProblem 400 if a percent-encoding on the way to it is broken
     */
    public Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /**
     * The first value of {@code name} as {@code reader} reads it, such as {@code Integer::valueOf}.
     *
     * @throws HttpProblem 400 if it throws an {@link IllegalArgumentException} or a {@link
     *     DateTimeException}
     */
    public <T> Optional<T> first(String name, Function<String, T> reader) {
        return first(name).map(value -> read(name, value, reader));
    }

    /**
     * Every value of {@code name}.
     *
     * @throws HttpProblem 400 if a percent-encoding is broken
     */
    public List<String> all(String name) {
        return values(name).toList();
    }

    private Stream<String> values(String name) {
        if (encoded.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(encoded.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decode(pair[0]).equals(name))
                .map(pair -> pair.length == 2 ? decode(pair[1]) : "");
    }

    private static <T> T read(String name, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw HttpProblem.badRequest(name + " cannot be \"" + value + "\"");
        }
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.badRequest("a parameter holds a broken percent-encoding");
        }
    }
}
