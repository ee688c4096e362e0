package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class ParametersTest {

    @ParameterizedTest
    @CsvSource({
        "a=1, 1",
        "b=1&a=2&a=3, 2",
        "a, ''",
        "a=, ''",
        "a=b=c, b=c",
        "%61=x, x",
        "a=one+two%20three, one two three",
        "a=%E2%82%AC, \u20ac",
        "&&a=1&, 1",
    })
    void decodesTheFirstValueOfAName(String encoded, String value) {
        assertThat(Parameters.of(encoded).first("a")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b=1", "A=1", "aa=1", "=a"})
    void tellsThatANameIsNotThere(String encoded) {
        assertThat(Parameters.of(encoded).first("a")).isEmpty();
        assertThat(Parameters.of(encoded).all("a")).isEmpty();
    }

    @Test
    void keepsEveryValueInOrder() {
        assertThat(Parameters.of("a=2&b=0&a=1&a").all("a")).containsExactly("2", "1", "");
    }

    @Test
    void readsAValueAsWhatItIsMeantToBe() {
        var parameters = Parameters.of("limit=20&since=yesterday&name=tea");
        assertThat(parameters.first("limit", Integer::valueOf)).contains(20);
        assertThat(parameters.first("offset", Integer::valueOf)).isEmpty();
        assertThat(refused(() -> parameters.first("name", Integer::valueOf)))
                .hasMessage("name cannot be \"tea\"");
        assertThat(refused(() -> parameters.first("since", Instant::parse)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%zz", "%4=1"})
    void refusesABrokenEncodingAsTheClientsMistake(String encoded) {
        assertThat(refused(() -> Parameters.of(encoded).first("a")).status()).isEqualTo(400);
    }

    private static HttpProblem refused(ThrowingCallable call) {
        return catchThrowableOfType(HttpProblem.class, call);
    }
}
