package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type whose values are one piece of text each: text itself, {@code boolean}, numbers, {@code
 * java.time}, enums, {@link UUID}, {@link URI}, {@link Currency}, {@link Locale}.
 *
 * <p>A value is read exactly or refused: the whole text says it, and nothing that the text says is
 * lost. Numbers are written as in JSON (RFC 8259, section 6), with an exponent from -400 to 400;
 * times as in ISO 8601, an {@link Instant} in UTC. Query, path, header, configuration and JSON are
 * all read by these. Immutable and thread-safe.
 */
public final class ScalarType<T> {
    private static final Map<Class<?>, ScalarType<?>> KNOWN =
            Stream.of(
                            of(String.class, "text", text -> text),
                            of(boolean.class, "true or false", ScalarType::bool),
                            of(char.class, "one character", ScalarType::character),
                            whole(byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue),
                            whole(short.class, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue),
                            whole(int.class, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue),
                            whole(long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value),
                            of(BigInteger.class, "a whole number", NumberText::bigInteger),
                            of(float.class, "a number", NumberText::toFloat),
                            of(double.class, "a number", NumberText::toDouble),
                            of(BigDecimal.class, "a number", NumberText::bigDecimal),
                            of(Instant.class, TimeText.INSTANT, TimeText::instant),
                            of(LocalDate.class, TimeText.DATE, LocalDate::parse),
                            of(LocalTime.class, TimeText.TIME, LocalTime::parse),
                            of(LocalDateTime.class, TimeText.DATE_TIME, LocalDateTime::parse),
                            of(OffsetDateTime.class, TimeText.OFFSET, OffsetDateTime::parse),
                            of(OffsetTime.class, TimeText.OFFSET_TIME, OffsetTime::parse),
                            of(ZonedDateTime.class, TimeText.ZONED, TimeText::zonedDateTime),
                            of(Duration.class, "a duration such as \"PT1.5S\"", Duration::parse),
                            of(Period.class, "a period such as \"P1M15D\"", Period::parse),
                            of(Year.class, "a year", NumberText::year),
                            of(YearMonth.class, "a month such as \"2026-01\"", YearMonth::parse),
                            of(MonthDay.class, "a day such as \"--01-31\"", MonthDay::parse),
                            of(ZoneId.class, TimeText.ZONE, same(ZoneId::of, ZoneId::getId)),
                            of(ZoneOffset.class, "an offset such as \"+01:00\"", TimeText::offset),
                            of(UUID.class, "a UUID", ScalarType::uuid),
                            of(URI.class, "a URI", URI::create),
                            of(
                                    Currency.class,
                                    "a currency such as \"EUR\"",
                                    same(Currency::getInstance, Currency::getCurrencyCode)),
                            of(
                                    Locale.class,
                                    "a language such as \"en-GB\"",
                                    same(Locale::forLanguageTag, Locale::toLanguageTag)))
                    .collect(Collectors.toUnmodifiableMap(scalar -> scalar.type, scalar -> scalar));

    private final Class<?> type;
    private final String expected;
    private final Function<String, T> reader;

    private ScalarType(Class<?> type, String expected, Function<String, T> reader) {
        this.type = type;
        this.expected = expected;
        this.reader = reader;
    }

    /**
     * @param type such as {@code int.class} or {@code Instant.class}
     * @throws IllegalArgumentException if its values are not one piece of text
     */
    public static <T> ScalarType<T> of(Class<T> type) {
        return find(type)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        type.getName()
                                                + " is not read from text: give a function that"
                                                + " reads it"));
    }

    /** The scalar type of {@code type}, if it is one. A primitive type and its wrapper are one. */
    @SuppressWarnings("unchecked") // the table holds each under its own class
    public static <T> Optional<ScalarType<T>> find(Class<T> type) {
        var known = (ScalarType<T>) KNOWN.get(primitive(type));
        return known == null && type.isEnum()
                ? Optional.of(enumeration(type))
                : Optional.ofNullable(known);
    }

    /**
     * The value that {@code text} is.
     *
     * @throws IllegalArgumentException if it is none; the message reads on from a sentence that
     *     names the text, such as {@code expected a whole number}
     */
    public T read(String text) {
        try {
            return reader.apply(text);
        } catch (InexactText e) {
            throw e;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new InexactText(expected, e);
        }
    }

    /** What a value is, in words: {@code a whole number}. */
    public String expected() {
        return expected;
    }

    @Override
    public String toString() {
        return expected;
    }

    private static <T> ScalarType<T> of(
            Class<T> type, String expected, Function<String, T> reader) {
        return new ScalarType<>(type, expected, reader);
    }

    private static <T> ScalarType<T> whole(
            Class<T> type, long min, long max, Function<Long, T> narrow) {
        return of(type, "a whole number", text -> narrow.apply(NumberText.whole(text, min, max)));
    }

    /** For readers that take more spellings of a value than the one it is written with. */
    private static <T> Function<String, T> same(
            Function<String, T> reader, Function<T, String> writer) {
        return text -> {
            var value = reader.apply(text);
            if (!writer.apply(value).equals(text)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        };
    }

    private static <T> ScalarType<T> enumeration(Class<T> type) {
        var constants =
                Arrays.stream(type.getEnumConstants())
                        .collect(Collectors.toMap(Object::toString, constant -> constant));
        var words =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> '"' + constant.toString() + '"')
                        .collect(Collectors.joining(", ", "one of ", ""));
        return of(type, words, text -> known(constants.get(text)));
    }

    private static <T> T known(@Nullable T constant) {
        if (constant == null) {
            throw new IllegalArgumentException("not among them");
        }
        return constant;
    }

    private static Class<?> primitive(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).unwrap().returnType();
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static char character(String text) {
        if (text.length() != 1 || Character.isSurrogate(text.charAt(0))) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    /** {@link UUID#fromString} fills up what is shorter. */
    private static UUID uuid(String text) {
        var uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return uuid;
    }
}
