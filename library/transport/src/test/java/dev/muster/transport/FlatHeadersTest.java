package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.http.Headers;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

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
        assertThat(sample().getAll("ACCEPT")).containsExactly("a", "b");
        assertThat(sample().contains("x")).isTrue();
        assertThat(sample().get("y")).isNull();
        assertThat(sample().names()).containsExactly("Accept", "X", "Date");
    }

    @Test
    void setsTheOnlyValueOfAName() {
        assertThat(lines(sample().set("ACCEPT", "c")))
                .containsExactly("Accept=c", "X=1", "Date=Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(sample().set("New", List.of("a", "b")).getAll("new")).containsExactly("a", "b");
    }

    @Test
    void removesEveryLineOfAName() {
        assertThat(lines(sample().remove("accept").remove("none").remove("date")))
                .containsExactly("X=1");
        var kept = sample();
        kept.removeIf(name -> !name.equals("X"));
        assertThat(lines(kept)).containsExactly("X=1");
        assertThat(sample().clear()).isEmpty();
    }

    @Test
    void readsNumbersAndDates() {
        assertThat(sample().getInt("x")).isEqualTo(1);
        assertThat(sample().getInt("accept")).isNull();
        assertThat(sample().getInt("accept", 7)).isEqualTo(7);
        assertThat(sample().getShort("x", (short) 7)).isEqualTo((short) 1);
        assertThat(sample().getTimeMillis("date")).isEqualTo(784_111_777_000L);
        assertThat(sample().getTimeMillis("x", 7)).isEqualTo(7);
    }

    @Test
    void copiesAreIndependent() {
        var original = sample();
        original.copy().clear();
        assertThat(original.size()).isEqualTo(4);
    }

    @Test
    void convertsToAndFromTheLibrarysHeaders() {
        var headers = Headers.of("a", "1", "b", "2");
        assertThat(FlatHeaders.of(headers).add("c", 3).toHeaders())
                .isEqualTo(Headers.of("a", "1", "b", "2", "c", "3"));
        assertThat(FlatHeaders.of(headers).toHeaders()).isEqualTo(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0", "\u20ac", "\u010a"})
    void refusesAValueThatWouldForgeALine(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlatHeaders().add("x", value));
        assertThatIllegalArgumentException().isThrownBy(() -> sample().set("x", value));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatHeaders.from(unchecked().add("x", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "\u00e9"})
    void refusesANameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlatHeaders().add(name, "x"));
    }

    private static HttpHeaders unchecked() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }

    private static List<String> lines(FlatHeaders headers) {
        return headers.entries().stream().map(Map.Entry::toString).toList();
    }
}
