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
    void namesWhatIsGivenAsOftenAsItIs() {
        assertThat(Parameters.of("a=2&%62&&a=1&").names()).containsExactly("a", "b", "a");
        assertThat(Parameters.of("").names()).isEmpty();
        assertThat(Request.get("/?a=2&b").queryNames()).containsExactly("a", "b");
        assertThat(Request.get("/").queryNames()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=..%C0%AF..", // overlong
                "a=%ED%A0%80", // half a surrogate pair
                "a=%F4%90%80%80", // above U+10FFFF
                "a=%FF%FE",
                "a=%E2%82",
                "%C0%AF=1",
            })
    void refusesAnEncodingThatIsNoUtf8(String encoded) {
        assertThat(refused(() -> Parameters.of(encoded).first("a")))
                .hasMessage("a parameter is no UTF-8");
    }

    @Test
    void keepsWhatIsNotEncoded() {
        assertThat(Parameters.of("a=%20\u20ac\ud83d\ude00+x").first("a"))
                .contains(" \u20ac\ud83d\ude00 x");
    }

    @Test
    void readsAValueOfATypeExactly() {
        var parameters = Parameters.of("limit=20&limit=30&page=007&on=yes");
        assertThat(parameters.first("limit", int.class)).contains(20);
        assertThat(parameters.all("limit", Long.class)).containsExactly(20L, 30L);
        assertThat(parameters.first("offset", int.class)).isEmpty();
        assertThat(refused(() -> parameters.first("page", int.class)))
                .hasMessage("page is \"007\", expected a whole number");
        assertThat(refused(() -> parameters.first("on", boolean.class)))
                .hasMessage("on is \"yes\", expected true or false");
    }

    private static HttpProblem refused(ThrowingCallable call) {
        return catchThrowableOfType(HttpProblem.class, call);
    }
}
