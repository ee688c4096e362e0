package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is understood of the lines of well-known loggers, and which times are believed. */
class LogFormatsTest {
    private static final Arrival SEEN =
            new Arrival(
                    Instant.parse("2026-11-28T02:44:59.500Z"),
                    Instant.parse("2026-11-28T02:45:00Z"));

    @ParameterizedTest
    @MethodSource("formats")
    void takesTimeLevelAndLoggerOutOfTheMessage(String line, String expected) {
        var parsed = parse(line);

        var told =
                parsed.time()
                                .flatMap(time -> time.believed(SEEN, ZoneOffset.UTC))
                                .map(Instant::toString)
                                .orElse("-")
                        + " | "
                        + parsed.level().map(Enum::name).orElse("-")
                        + " | "
                        + parsed.logger().orElse("-")
                        + " | "
                        + parsed.message();
        assertThat(told).isEqualTo(expected);
    }

    static Stream<Arguments> formats() throws IOException {
        try (var file = LogFormatsTest.class.getResourceAsStream("/log-formats.txt")) {
            var lines =
                    new String(requireNonNull(file).readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList();
            return IntStream.range(0, lines.size() / 2)
                    .mapToObj(i -> Arguments.of(lines.get(2 * i), lines.get(2 * i + 1)));
        }
    }

    /** Each is written until it is as long as a line may be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=\"\\\"",
                "a=b ",
                "w.",
                "W.W",
                "[",
                "[a] ",
                "2026-11-28 02:43:25.123 INFO 1 --- [",
                "INFO  [2026-11-28 02:43:25,123] a.a",
                "{\"a\":",
                "{\"message\":\"x\",\"a\":1,",
                "a(",
                "12:",
                " ",
                "\u0000\u0001\u001b[31m",
            })
    void isNotBroughtDownByALineThatMeansHarm(String pattern) {
        for (var text :
                List.of(pattern.repeat(65_536 / pattern.length()), pattern + "[]".repeat(30_000))) {
            var line = parse(text);
            assertThat(line.message()).doesNotContain("\u0000", "\u001b");
            assertThat(StackTraces.goesOn(line, line)).isIn(true, false);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T02:44:59.000Z, 2026-11-28T02:44:59Z",
        // Of a second without its fraction, that in which the bytes came.
        "2026-11-28T02:44:59Z, 2026-11-28T02:44:59.500Z",
        "2026-11-27T03:00:00Z, 2026-11-27T03:00:00Z",
        "2099-01-01T00:00:00Z,",
        "1970-01-01T00:00:01Z,",
        "2026-11-26T02:00:00Z,",
        "2026-11-28T02:46:00Z,",
        // Without a zone, this machine's is meant, or UTC where that would be too long ago.
        "2026-11-28 03:44:59,  2026-11-28T02:44:59.500Z",
        "2026-11-28 02:44:59,  2026-11-28T02:44:59.500Z",
        "03:44:59.5,           2026-11-28T02:44:59.500Z",
        "23:30:00,             2026-11-27T23:30:00Z",
    })
    void believesATimeThatFitsWhenTheLineCame(String written, Instant believed) {
        var time = WrittenTime.parse(written).orElseThrow();

        assertThat(time.believed(SEEN, ZoneId.of("Europe/Berlin")).orElse(null))
                .isEqualTo(believed);
    }

    @Test
    void takesTheYearOfALineWithoutOneFromWhenItCame() {
        var newYear =
                new Arrival(
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:01Z"));
        var time = parse("I1231 23:59:58.000000    1 main.go:38] last").time().orElseThrow();

        assertThat(time.believed(newYear, ZoneOffset.UTC))
                .contains(Instant.parse("2026-12-31T23:59:58Z"));
    }

    private static ParsedLine parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return LineParser.parse(bytes, 0, bytes.length, bytes.length);
    }
}
