package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

class JsonTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Line(String product, int quantity) {}

    record Order(String id, List<Line> lines, BigDecimal price, Size size) {}

    record Loose(Optional<String> note, @Nullable String hint, int count) {}

    record Dozen(int count) {
        Dozen {
            if (count != 12) {
                throw new IllegalArgumentException("count is " + count + ", expected 12");
            }
        }
    }

    record Times(Instant at, LocalDate day, Duration took) {}

    @Test
    void keepsEveryDigitOfABigDecimal() {
        var price = new BigDecimal("0.10000000000000000000000000001");
        var order = new Order("1", List.of(new Line("tea", 2)), price, Size.LARGE);
        assertThat(Json.read(Json.bytes(order), Order.class)).isEqualTo(order);
        assertThat(Json.text(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(Json.text(new BigDecimal("19.90"))).isEqualTo("19.90");
    }

    @Test
    void writesTimesAsIsoText() {
        var times =
                new Times(
                        Instant.parse("2026-01-31T12:00:00Z"),
                        LocalDate.of(2026, 1, 31),
                        Duration.ofMillis(1500));
        assertThat(Json.text(times))
                .isEqualTo(
                        "{\"at\":\"2026-01-31T12:00:00Z\",\"day\":\"2026-01-31\",\"took\":\"PT1.5S\"}");
        assertThat(Json.read(Json.text(times), Times.class)).isEqualTo(times);
    }

    @Test
    void passesOverMembersTheRecordDoesNotKnow() {
        assertThat(Json.read("{\"product\":\"tea\",\"quantity\":1,\"new\":{}}", Line.class))
                .isEqualTo(new Line("tea", 1));
    }

    @Test
    void leavesOutOnlyWhatIsOptionalOrNullable() {
        assertThat(Json.read("{\"count\":1}", Loose.class))
                .isEqualTo(new Loose(Optional.empty(), null, 1));
        assertThat(Json.read("{\"count\":1,\"note\":null,\"hint\":null}", Loose.class))
                .isEqualTo(new Loose(Optional.empty(), null, 1));
        assertThatThrownBy(() -> Json.read("{}", Loose.class)).hasMessage("/count is missing.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"product":"tea"} | /quantity | /quantity is missing.
                    {"product":null,"quantity":1} | /product | /product is null, expected a value.
                    {"product":"tea","quantity":"2"} | /quantity | /quantity is "2", expected a whole number.
                    {"product":"tea","quantity":2.5} | /quantity | /quantity is 2.5, expected a whole number.
                    {"product":7,"quantity":2} | /product | /product is 7, expected text.
                    {"product":true,"quantity":2} | /product | /product is true, expected text.
                    {"product":{},"quantity":2} | /product | /product is an object, expected text.
                    [1] | '' | the document is a list, expected an object.
                    7 | '' | the document is 7, expected an object.
                    null | '' | the document is null, expected an object.
                    {"product":"tea","quantity":1} x | '' | the body is not valid JSON at line 1, column 32.
                    {"product":"tea","quantity":1} {} | '' | the body goes on after the end of its JSON at line 1, column 32.
                    {"product":"tea","product":"tea","quantity":1} | '' | the JSON names a member twice at line 1, column 27.
                    {"product":"te | /product | the JSON ends too early at line 1, column 15.
                    """)
    void saysWhatIsWrongAndWhere(String json, String pointer, String sentence) {
        var e = catchThrowableOfType(JsonException.class, () -> Json.read(json, Line.class));
        assertThat(e).hasMessage(sentence);
        assertThat(e.pointer()).isEqualTo(pointer.replace("''", ""));
    }

    @Test
    void pointsIntoListsAndNamesTheConstantsOfAnEnum() {
        var json = "{\"id\":\"1\",\"lines\":[],\"price\":1,\"size\":\"HUGE\"}";
        assertThatThrownBy(() -> Json.read(json, Order.class))
                .hasMessage("/size is \"HUGE\", expected one of \"SMALL\", \"LARGE\".");
        var inList = "{\"id\":\"1\",\"lines\":[{\"product\":\"a\",\"quantity\":[]}]}";
        assertThatThrownBy(() -> Json.read(inList, Order.class))
                .hasMessage("/lines/0/quantity is a list, expected a whole number.");
    }

    @Test
    void tellsWhyARecordRefusesItself() {
        assertThatThrownBy(() -> Json.read("{\"count\":11}", Dozen.class))
                .isInstanceOf(JsonException.class)
                .hasMessage("the document is refused: count is 11, expected 12.");
        var inList = "{\"dozens\":[{\"count\":12},{\"count\":13}]}";
        record Crate(List<Dozen> dozens) {}
        assertThatThrownBy(() -> Json.read(inList, Crate.class))
                .hasMessage("/dozens/1 is refused: count is 13, expected 12.");
    }

    record Moody(String mood) {
        Moody {
            switch (mood) {
                case "silent" -> throw new IllegalArgumentException();
                case "prim" -> throw new IllegalArgumentException("mood is prim.");
                case "curt" -> throw new IllegalArgumentException("mood is curt");
                default -> Size.valueOf(mood);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    silent | the document is refused.
                    prim   | the document is refused: mood is prim.
                    curt   | the document is refused: mood is curt.
                    HUGE   | the document is refused.
                    """)
    void tellsOnlyWhatARecordSaysItself(String mood, String sentence) {
        assertThatThrownBy(() -> Json.read("{\"mood\":\"" + mood + "\"}", Moody.class))
                .hasMessage(sentence);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        var bomb = "[".repeat(Json.MAX_DEPTH + 1);
        assertThatThrownBy(() -> Json.read(bomb, Object.class))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("nested too deep");
    }

    @Test
    void blamesTheClientForARequestWithoutABody() {
        var request = Request.post("/orders", Body.empty());
        var problem = catchThrowableOfType(HttpProblem.class, () -> Json.read(request, Line.class));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo("the body is empty, expected an object.");
    }

    @Test
    void refusesABodyThatSaysItIsNoJson() {
        var form =
                Request.post("/orders", Body.of("{\"product\":\"tea\",\"quantity\":1}"))
                        .withHeader("Content-Type", "text/plain");
        var problem = catchThrowableOfType(HttpProblem.class, () -> Json.read(form, Line.class));
        assertThat(problem.status()).isEqualTo(415);
    }

    @Test
    void rendersAProblemWithItsPointerAndTraceId() throws Exception {
        var request = Request.post("/orders", Body.of("{\"product\":\"tea\"}"));
        var problem = catchThrowableOfType(HttpProblem.class, () -> Json.read(request, Line.class));
        var response = ProblemDetails.response(problem, "4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Content-Type")).contains("application/problem+json");
        assertThat(response.body().text())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad"
                            + " Request\",\"status\":400,\"detail\":\"/quantity is"
                            + " missing.\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"pointer\":\"/quantity\"}\n");
    }
}
