package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;

/** A word of a query is read as what it declares, or refused with what it may be. */
final class QueryWordTest {
    private enum Size {
        SMALL,
        LARGE
    }

    private enum Only {
        ONE
    }

    private static final QueryWord<Size> SIZE = QueryWord.oneOf("size", Size.LARGE);
    private static final QueryWord<Integer> LIMIT = QueryWord.number("limit", 500, 20);
    private static final QueryWord<Boolean> FORCE = QueryWord.flag("force");
    private static final QueryWord<Optional<String>> GREP = QueryWord.text("grep");
    private static final QueryWord<Optional<Integer>> SINCE =
            QueryWord.text("since", "an age", text -> Optional.of(text).map(String::length));

    @Test
    void countsAsWhatItSaysWhereItIsNotSaid() {
        var nothing = Request.get("/");

        assertThat(SIZE.of(nothing)).isEqualTo(Size.LARGE);
        assertThat(LIMIT.of(nothing)).isEqualTo(20);
        assertThat(FORCE.of(nothing)).isFalse();
        assertThat(GREP.of(nothing)).isEmpty();
        assertThat(SINCE.of(nothing)).isEmpty();
    }

    @Test
    void isReadAsItsType() {
        var all = Request.get("/?size=small&limit=500&force=true&grep=a%20b&since=abc");

        assertThat(SIZE.of(all)).isEqualTo(Size.SMALL);
        assertThat(LIMIT.of(all)).isEqualTo(500);
        assertThat(FORCE.of(all)).isTrue();
        assertThat(GREP.of(all)).contains("a b");
        assertThat(SINCE.of(all)).contains(3);
    }

    @Test
    void isNoTextWhereItIsEmptyAndAFlagByItself() {
        var empty = Request.get("/?grep=&since=&force");

        assertThat(GREP.of(empty)).isEmpty();
        assertThat(SINCE.of(empty)).isEmpty();
        assertThat(FORCE.of(empty)).isTrue();
        assertThat(FORCE.of(Request.get("/?force=false"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=LARGE|size is \"LARGE\"; it must be small or large",
                "size=|size is \"\"; it must be small or large",
                "only=two|only is \"two\"; it must be one",
                "limit=501|limit is \"501\"; it must be a number from 0 to 500",
                "limit=-1|limit is \"-1\"; it must be a number from 0 to 500",
                "limit=99999999999|limit is \"99999999999\"; it must be a number from 0 to 500",
                "limit=|limit is \"\"; it must be a number from 0 to 500",
                "force=1|force is \"1\"; it must be true or false",
            })
    void isRefusedWithWhatItMayBe(String query, String sentence) {
        var request = Request.get("/?" + query);

        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(
                        () -> {
                            SIZE.of(request);
                            LIMIT.of(request);
                            FORCE.of(request);
                            QueryWord.oneOf("only", Only.ONE).of(request);
                        })
                .satisfies(
                        problem -> {
                            assertThat(problem.status()).isEqualTo(400);
                            assertThat(problem.detail()).isEqualTo(sentence);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8"})
    void isNamedAsTheOptionOfTheCommandToATerminal(String accept) {
        var request = Request.get("/?limit=all").withHeader("Accept", accept);

        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> LIMIT.of(request))
                .satisfies(
                        problem ->
                                assertThat(problem.detail())
                                        .isEqualTo(
                                                "--limit is \"all\"; it must be a number from 0 to"
                                                        + " 500"));
    }

    @Test
    void saysOfItselfWhatItTakes() {
        assertThat(LIMIT.schema())
                .isEqualTo(Map.of("type", "integer", "minimum", 0, "maximum", 500, "default", 20));
        assertThat(FORCE.schema()).isEqualTo(Map.of("type", "boolean", "default", false));
        assertThat(SINCE.schema()).isEqualTo(Map.of("type", "string", "description", "an age"));
    }
}
