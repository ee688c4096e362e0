package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

class LimitsTest {
    record Line(String product, int quantity) {}

    @JsonIgnoreProperties(ignoreUnknown = false)
    record Strict(String product) {}

    record Loose(List<@Nullable String> hints, Map<String, @Nullable Integer> counts) {}

    record Figures(double share) {}

    @ParameterizedTest
    @CsvSource({"1e400, 401", "1e-400, 400", "1e15, 300", "1e16, 300", "12345e15, 300"})
    void answersAtMostAFewTimesWhatItRead(String number, int count) {
        var json = '[' + String.join(",", Collections.nCopies(count, number)) + ']';
        var numbers = Json.read(json, BigDecimal[].class);
        assertThat(Json.bytes(numbers).length).isLessThan(4 * json.length());
        var anything = Json.read(json, Object.class);
        assertThat(Json.bytes(anything).length).isLessThan(4 * json.length());
    }

    @Test
    void refusesANumberThatWouldGrow() {
        var request = Request.post("/", Body.of("[1,2,1e9999]"));
        var problem =
                catchThrowableOfType(
                        HttpProblem.class, () -> Json.read(request, BigDecimal[].class));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.extensions()).containsEntry("pointer", "/2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[{\"\":{}},{}]|272|10", "[[],[[]],{\"a\":1},{\"a\":1}]|416|19"})
    void refusesMoreObjectsAndListsThanThereIsMemoryFor(String json, int bytes, int column) {
        assertThat(readWithin(bytes, json)).isNotNull();
        var refused =
                catchThrowableOfType(TooManyContainers.class, () -> readWithin(bytes - 1, json));
        var type = StrictMapper.INSTANCE.constructType(Object.class);
        try (var parser = StrictMapper.INSTANCE.createParser(json)) {
            assertThat(Explanation.of(refused, parser, type))
                    .hasMessageContaining("more objects and lists than there is memory for")
                    .hasMessageContaining("column " + column);
        }
    }

    private static Object readWithin(long bytes, String json) {
        var parser = new ExactParser(StrictMapper.INSTANCE.createParser(json), bytes);
        return StrictMapper.INSTANCE.readerFor(Object.class).readValue(parser);
    }

    @Test
    void writesNoNumberThatJsonDoesNotHave() {
        for (var value :
                List.of(
                        new Figures(Double.NaN),
                        List.of(Double.POSITIVE_INFINITY),
                        new double[] {1, Double.NEGATIVE_INFINITY},
                        new float[] {Float.NaN},
                        Map.of("share", Float.NaN),
                        OptionalDouble.of(Double.NaN),
                        Optional.of(Double.NaN))) {
            assertThatThrownBy(() -> Json.bytes(value))
                    .hasMessageContaining("is not a number that JSON can hold");
            assertThatThrownBy(() -> Json.text(value))
                    .hasMessageContaining("is not a number that JSON can hold");
        }
    }

    @Test
    void refusesAnUnknownMemberWhereTheRecordAsksForIt() {
        assertThatThrownBy(() -> Json.read("{\"product\":\"tea\",\"noet\":1}", Strict.class))
                .hasMessage("/noet is not known here.");
        assertThat(Json.read("{\"product\":\"tea\"}", Strict.class)).isEqualTo(new Strict("tea"));
    }

    @Test
    void takesNullsWhereTheElementsAreNullable() {
        var json = "{\"hints\":[\"a\",null],\"counts\":{\"a\":null}}";
        assertThat(Json.text(Json.read(json, Loose.class))).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsWhatTheStreamFailedWith(Exception failure) {
        var request = Request.post("/", streamed("[{\"product\":\"tea\",\"quantity\":", failure));
        assertThatThrownBy(() -> Json.read(request, Line[].class)).isSameAs(failure);
    }

    static List<Exception> failures() {
        return List.of(new IOException("cut"), HttpProblem.of(413, "too large"));
    }

    private static Body streamed(String start, Exception failure) {
        var failing =
                new InputStream() {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return read();
                    }

                    @Override
                    public int read() throws IOException {
                        if (failure instanceof IOException broken) {
                            throw broken;
                        }
                        throw (RuntimeException) failure;
                    }
                };
        var in =
                new SequenceInputStream(
                        new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), failing);
        return new Body() {
            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }

            @Override
            public boolean isRepeatable() {
                return false;
            }

            @Override
            public InputStream open() {
                return in;
            }
        };
    }
}
