package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;
import java.util.Map;

class ScalarTypeTest {
    enum Size {
        SMALL,
        LARGE
    }

    private static final Map<String, Class<?>> SHORT_NAMES =
            Map.of(
                    "boolean", boolean.class,
                    "char", char.class,
                    "byte", byte.class,
                    "short", short.class,
                    "int", int.class,
                    "long", long.class,
                    "float", float.class,
                    "double", double.class,
                    "Size", Size.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    java.lang.String         | text
                    boolean                  | true
                    boolean                  | false
                    char                     | x
                    byte                     | -128
                    short                    | 32767
                    int                      | -2147483648
                    java.lang.Integer        | 0
                    long                     | 9223372036854775807
                    float                    | 0.1
                    float                    | 3.4028235E38
                    double                   | -0.0
                    double                   | 1.7976931348623157E308
                    double                   | 4.9E-324
                    double                   | 0.30000000000000004
                    java.math.BigInteger     | 123456789012345678901234567890
                    java.math.BigDecimal     | 1E-400
                    java.math.BigDecimal     | 19.90
                    java.time.Instant        | 2026-01-31T12:00:00Z
                    java.time.Instant        | 2026-01-31T12:00:00.000000001Z
                    java.time.LocalDate      | 2024-02-29
                    java.time.LocalTime      | 23:59:59.500
                    java.time.LocalDateTime  | 2026-01-31T12:00:01
                    java.time.OffsetDateTime | 2026-01-31T12:00:01+01:00
                    java.time.OffsetTime     | 12:00:01-09:30
                    java.time.ZonedDateTime  | 2026-07-31T12:00:01+02:00[Europe/Berlin]
                    java.time.ZonedDateTime  | 2026-10-25T02:30:01+01:00[Europe/Berlin]
                    java.time.ZonedDateTime  | 2026-01-31T12:00:01+01:00
                    java.time.Duration       | PT-1.5S
                    java.time.Period         | P1Y2M3D
                    java.time.Year           | 2026
                    java.time.YearMonth      | 2026-01
                    java.time.MonthDay       | --02-29
                    java.time.ZoneId         | Europe/Berlin
                    java.time.ZoneId         | UTC+01:00
                    java.time.ZoneOffset     | +01:00
                    java.time.ZoneOffset     | Z
                    java.time.DayOfWeek      | MONDAY
                    java.util.UUID           | 4bf92f35-77b3-4da6-a3ce-929d0e0e4736
                    java.util.Currency       | EUR
                    java.net.URI             | http://a/b?c=%20
                    Size                     | LARGE
                    """)
    void readsWhatIsWrittenBackTheSame(String type, String text) throws Exception {
        assertThat(ScalarType.of(type(type)).read(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    java.time.Instant        | 2026-01-31T12:00:00.000Z           | 2026-01-31T12:00:00Z
                    java.time.Instant        | 2026-01-31T12:00:00+00:00          | 2026-01-31T12:00:00Z
                    java.time.OffsetDateTime | 2026-01-31T12:00:00.100+01:00      | 2026-01-31T12:00:00.100+01:00
                    java.time.Duration       | P1D                                | PT24H
                    java.util.UUID           | 4BF92F35-77B3-4DA6-A3CE-929D0E0E4736 | 4bf92f35-77b3-4da6-a3ce-929d0e0e4736
                    double                   | 1e3                                | 1000.0
                    double                   | 9007199254740992                   | 9.007199254740992E15
                    double                   | 5e-324                             | 4.9E-324
                    float                    | 1e-45                              | 1.4E-45
                    double                   | 0.10000000000000001                | 0.1
                    double                   | 0.1000000000000000055511151231257827021181583404541015625 | 0.1
                    float                    | 0.10000000149011612                | 0.1
                    """)
    void takesOtherSpellingsOfTheSameValue(String type, String text, String written)
            throws Exception {
        assertThat(ScalarType.of(type(type)).read(text)).hasToString(written);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "scalars-refused.csv", delimiter = '|', quoteCharacter = '\'')
    void refusesWhatItCouldNotWriteBack(String type, String text) throws Exception {
        var scalar = ScalarType.of(type(type));
        assertThatThrownBy(() -> scalar.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    int                  | x     | expected a whole number
                    int                  | 1e9   | expected a whole number
                    byte                 | 200   | expected a whole number from -128 to 127
                    java.math.BigDecimal | 1e401 | expected a number with an exponent from -400 to 400
                    double               | 1e309 | expected a number from -1.7976931348623157E308 to 1.7976931348623157E308
                    double               | 9007199254740993 | expected a number that a double holds without loss
                    Size                 | HUGE  | expected one of "SMALL", "LARGE"
                    java.time.Instant    | 2026-01-31T12:00:00+01:00 | expected a time such as "2026-01-31T12:00:00Z", in UTC
                    """)
    void saysWhatItExpected(String type, String text, String sentence) throws Exception {
        var scalar = ScalarType.of(type(type));
        assertThatThrownBy(() -> scalar.read(text)).hasMessage(sentence);
    }

    @Test
    void boundsTheLengthOfANumber() {
        var digits = "9".repeat(1_001);
        assertThatThrownBy(() -> ScalarType.of(java.math.BigDecimal.class).read(digits))
                .hasMessage("expected a number of at most 1000 characters");
    }

    @Test
    void readsALocaleByItsLanguageTag() {
        assertThat(ScalarType.of(Locale.class).read("en-GB")).isEqualTo(Locale.UK);
    }

    @Test
    void isOnlyWhatIsOnePieceOfText() {
        assertThat(ScalarType.find(List.class)).isEmpty();
        assertThatThrownBy(() -> ScalarType.of(List.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.List");
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        var known = SHORT_NAMES.get(name);
        return known == null ? Class.forName(name) : known;
    }
}
