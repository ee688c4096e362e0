package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private final Headers headers = Headers.of("Accept", "a", "X-Id", "7", "accept", "b");

    @Test
    void findsNamesWithoutRegardToCase() {
        assertThat(headers.first("ACCEPT")).contains("a");
        assertThat(headers.all("Accept")).containsExactly("a", "b");
        assertThat(headers.contains("x-id")).isTrue();
        assertThat(headers.first("Host")).isEmpty();
        assertThat(headers.all("Host")).isEmpty();
    }

    @Test
    void keepsTheOrderAndTheSpellingOfItsLines() {
        assertThat(headers)
                .containsExactly(
                        new Headers.Field("Accept", "a"),
                        new Headers.Field("X-Id", "7"),
                        new Headers.Field("accept", "b"));
        assertThat(headers).hasToString("Accept: a\nX-Id: 7\naccept: b\n");
        assertThat(headers.size()).isEqualTo(3);
    }

    @Test
    void replacesEveryLineOfANameByOne() {
        assertThat(headers.with("ACCEPT", "c")).isEqualTo(Headers.of("X-Id", "7", "ACCEPT", "c"));
    }

    @Test
    void addsALineBesideThoseOfTheSameName() {
        assertThat(headers.and("Accept", "c").all("accept")).containsExactly("a", "b", "c");
    }

    @Test
    void removesEveryLineOfAName() {
        assertThat(headers.without("accept")).isEqualTo(Headers.of("X-Id", "7"));
        assertThat(headers.without("accept").without("x-id")).isEqualTo(Headers.empty());
        assertThat(headers.without("Host")).isSameAs(headers);
    }

    @Test
    void neverChanges() {
        var lines = new String[] {"A", "1"};
        var kept = Headers.of(lines);
        lines[1] = "2";
        var _ = kept.with("A", "3").and("B", "4").without("A");
        assertThat(kept).isEqualTo(Headers.of("A", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "ä", "a\u0000"})
    void refusesANameThatIsNoToken(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.with(name, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\n", "\u0000", "\u007f", "\u20ac"})
    void refusesAValueThatWouldForgeLinesOrCannotBeSent(String value) {
        assertThatThrownBy(() -> Headers.of("X", value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.and("X", value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhereAValueIsWrongWithoutRepeatingIt() {
        assertThatThrownBy(() -> Headers.of("Authorization", "Bearer secret\n"))
                .hasMessage(
                        "the value of header Authorization holds U+000A at index 13, which cannot"
                                + " be sent");
    }

    @Test
    void refusesANameWithoutAValue() {
        assertThatThrownBy(() -> Headers.of("A", "1", "B"))
                .hasMessage("headers come in pairs, got 3 strings");
    }

    @Test
    void acceptsTabsAndLatin1() {
        assertThat(Headers.of("X", "a\tb \u00e9").first("x")).contains("a\tb \u00e9");
    }
}
