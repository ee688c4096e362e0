package dev.muster.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
     * @throws HttpProblem 400 if a percent-encoding on the way to it is broken, or is no UTF-8
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
     * The first value of {@code name} as a value of {@code type}, such as {@code int.class}.
     *
     * @throws HttpProblem 400 if it is none, and says what was expected
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> Optional<T> first(String name, Class<T> type) {
        var scalar = ScalarType.of(type);
        return first(name).map(value -> read(name, value, scalar));
    }

    /**
     * Every value of {@code name}.
     *
     * @throws HttpProblem 400 if a percent-encoding is broken, or is no UTF-8
     */
    public List<String> all(String name) {
        return values(name).toList();
    }

    /**
     * Every value of {@code name} as a value of {@code type}.
     *
     * @throws HttpProblem 400 if one is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> List<T> all(String name, Class<T> type) {
        var scalar = ScalarType.of(type);
        return values(name).map(value -> read(name, value, scalar)).toList();
    }

    /** The value of what is called {@code name}, or a 400 that says what was expected of it. */
    static <T> T read(String name, String value, ScalarType<T> type) {
        try {
            return type.read(value);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.badRequest(name + " is \"" + value + "\", " + e.getMessage());
        }
    }

    /**
     * Every name, decoded, in order: one that is given twice stands here twice.
     *
     * @throws HttpProblem 400 if a percent-encoding is broken, or is no UTF-8
     */
    public List<String> names() {
        return pairs().map(pair -> decode(pair[0])).toList();
    }

    private Stream<String> values(String name) {
        return pairs().filter(pair -> decode(pair[0]).equals(name))
                .map(pair -> pair.length == 2 ? decode(pair[1]) : "");
    }

    private Stream<String[]> pairs() {
        return Stream.of(encoded.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2));
    }

    static <T> T read(String name, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw HttpProblem.badRequest(name + " cannot be \"" + value + "\"");
        }
    }

    private static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded.replace('+', ' ');
        }
        var octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                octets.write(octet(encoded, i));
                i += 2;
            } else if (c < 0x80) {
                octets.write(c == '+' ? ' ' : c);
            } else {
                int codePoint = encoded.codePointAt(i);
                octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
            }
        }
        return utf8("a parameter", octets.toByteArray());
    }

    private static int octet(String encoded, int at) {
        int high = at + 2 < encoded.length() ? hexDigit(encoded.charAt(at + 1)) : -1;
        int low = high < 0 ? -1 : hexDigit(encoded.charAt(at + 2));
        if (low < 0) {
            throw HttpProblem.badRequest("a parameter holds a broken percent-encoding");
        }
        return high << 4 | low;
    }

    /** ASCII alone: {@link Character#digit} knows the digits of every script. */
    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Refuses what is no UTF-8, such as an overlong form, instead of replacing it. */
    static String utf8(String what, byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw HttpProblem.badRequest(what + " is no UTF-8");
        }
    }
}
