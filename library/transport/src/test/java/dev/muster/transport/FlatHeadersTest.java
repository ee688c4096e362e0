package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.http.Headers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class FlatHeadersTest {
    private static FlatHeaders sample() {
        return new FlatHeaders()
                .add("Accept", "a")
                .add("X", "1")
                .add("accept", "b")
                .add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void findsNamesInAnyCase() {
        assertThat(sample().get("ACCEPT")).isEqualTo("a");
        assertThat(sample().all("ACCEPT")).containsExactly("a", "b");
        assertThat(sample().contains("x")).isTrue();
        assertThat(sample().get("y")).isNull();
    }

    @Test
    void setsTheOnlyValueOfAName() {
        assertThat(lines(sample().set("ACCEPT", "c")))
                .containsExactly("Accept=c", "X=1", "Date=Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(sample().set("New", "d").all("new")).containsExactly("d");
    }

    @Test
    void removesEveryLineOfAName() {
        assertThat(lines(sample().remove("accept").remove("none").remove("date")))
                .containsExactly("X=1");
        var kept = sample();
        kept.removeIf(name -> !name.equals("X"));
        assertThat(lines(kept)).containsExactly("X=1");
    }

    @Test
    void findsAnElementOfAListInAnyOfItsLines() {
        var headers = new FlatHeaders().add("Connection", "close").add("connection", "a, Upgrade");
        assertThat(headers.lists("CONNECTION", "upgrade")).isTrue();
        assertThat(headers.lists("connection", "up")).isFalse();
        assertThat(headers.lists("upgrade", "a")).isFalse();
    }

    @Test
    void convertsToAndFromTheLibrarysHeaders() {
        var headers = Headers.of("a", "1", "b", "2");
        assertThat(FlatHeaders.of(headers).add("c", "3").toHeaders())
                .isEqualTo(Headers.of("a", "1", "b", "2", "c", "3"));
        assertThat(FlatHeaders.of(headers).toHeaders()).isEqualTo(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0", "\u20ac", "\u010a"})
    void refusesAValueThatWouldForgeALine(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlatHeaders().add("x", value));
        assertThatIllegalArgumentException().isThrownBy(() -> sample().set("x", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e9"})
    void refusesANameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlatHeaders().add(name, "x"));
    }

    private static List<String> lines(FlatHeaders headers) {
        return headers.toString().replace(": ", "=").lines().toList();
    }
}
