package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

class LineParserTest {

    @Test
    void readsAnEcsLine() {
        var line =
                parse(
                        """
                        {"@timestamp":"2026-11-23T12:04:31.250Z","log.level":"WARN",\
                        "message":"charged \\"8812\\"","log.logger":"dev.muster.Bank",\
                        "process.thread.name":"v-1","tags":["a",{"b":1}],"n":1.5,\
                        "trace.id":"4bf92f35","error.stack_trace":"java.lang.X\\n\\tat a.b(C)\\n"}\
                        """);

        assertThat(line)
                .isEqualTo(
                        new ParsedLine(
                                java.util.Optional.of(exact("2026-11-23T12:04:31.250Z")),
                                java.util.Optional.of(LogLevel.WARN),
                                java.util.Optional.of("dev.muster.Bank"),
                                "charged \"8812\"",
                                java.util.Optional.of("4bf92f35"),
                                java.util.Optional.of("java.lang.X\n\tat a.b(C)"),
                                true,
                                ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"msg":"m","error":"boom","stacktrace":"main.main\\n\\t/x.go:3"} | boom+main.main+\t/x.go:3
                    {"message":"m","error.type":"E","error.message":"why","error.stack_trace":"E: why\\n\\tat a.B"} | E: why+\tat a.B
                    {"message":"m","error.type":"E","error.message":"why","error.stack_trace":"at a.B"} | E: why+at a.B
                    {"message":"m","error.type":"E","error.stack_trace":"E at a.B"} | E at a.B
                    """)
    void saysWhatTheErrorWasAboveAStackThatDoesNot(String line, String expected) {
        assertThat(parse(line).detail().map(detail -> detail.replace('\n', '+')))
                .contains(expected.replace("\\t", "\t"));
    }

    @Test
    void readsNestedEcsNames() {
        var line =
                parse(
                        """
                        {"@timestamp":"2026-11-23T14:04:31+02:00","log":{"level":"error",\
                        "logger":"x"},"message":"m","error":{"type":"E","message":"why"}}\
                        """);

        assertThat(line.time()).contains(toTheSecond("2026-11-23T12:04:31Z"));
        assertThat(line.level()).contains(LogLevel.ERROR);
        assertThat(line.logger()).contains("x");
        assertThat(line.detail()).contains("E: why");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"cut",
                "{\"message\":\"a\"} and more",
                "{not json}",
                "{}",
                "[1]",
                "{\"other\":1}"
            })
    void showsWhatIsNoLogLineAsItIs(String text) {
        assertThat(parse(text).message()).isEqualTo(text);
        assertThat(parse(text).structured()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR it broke | ERROR",
                "[WARN] careful | WARN",
                "WARNING: An illegal access | WARN",
                "FATAL:  no space | ERROR",
                "2026-11-23T12:00:00Z INFO started | INFO",
                "2026-11-23 12:00:00,123+0000 DEBUG x | DEBUG",
                "INFORMATION is power |",
                "ERROR-free |",
                "an ERROR happened |",
                "error in lower case |"
            })
    void believesOnlyAnExplicitLevelAtTheStart(String text, String level) {
        assertThat(parse(text).level().map(Enum::name).orElse(null)).isEqualTo(level);
    }

    @Test
    void letsNoControlCharacterThrough() {
        assertThat(parse("\u001b[31mERROR\u001b[0m a\u001b[2J\rb\u0007\u202ec\u009b1").message())
                .isEqualTo("a\\u001b[2J\\rb\\u0007\\u202ec\\u009b1");
        assertThat(parse("\u001b[31mERROR\u001b[0m a").level()).contains(LogLevel.ERROR);
        assertThat(parse("{\"message\":\"a\\nERROR b\\u001b[2J\"}").message())
                .isEqualTo("a\\nERROR b\\u001b[2J");
    }

    @Test
    void keepsWhatCanBeReadOfACutLine() {
        byte[] bytes =
                "{\"@timestamp\":\"2026-11-23T12:00:00Z\",\"log.level\":\"INFO\",\"message\":\"aaa"
                        .getBytes(StandardCharsets.UTF_8);

        var line = LineParser.parse(bytes, 0, bytes.length, 70_000);

        assertThat(line.time()).contains(toTheSecond("2026-11-23T12:00:00Z"));
        assertThat(line.level()).contains(LogLevel.INFO);
        assertThat(line.message())
                .endsWith("\"message\":\"aaa ... (cut: the line has 70,000 bytes)");
    }

    private static WrittenTime toTheSecond(String at) {
        return new WrittenTime.ToTheSecond(exact(at));
    }

    private static WrittenTime exact(String at) {
        return new WrittenTime.Exact(Instant.parse(at));
    }

    private static ParsedLine parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return LineParser.parse(bytes, 0, bytes.length, bytes.length);
    }
}
