package dev.muster.store.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.muster.store.StoreException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    @Test
    void readsNamesLabelsAndValuesOverCommentsAndBlankLines() {
        var text =
                new PrometheusText(
                        """
                        # HELP requests_total How many.
                        # TYPE requests_total counter
                        requests_total{method="GET",route="/a, {b}"} 12 1700000000000

                        up 1
                        """);

        assertThat(text.next()).isTrue();
        assertThat(text.isNamed("requests", "_total")).isTrue();
        assertThat(text.isNamed("requests", "")).isFalse();
        assertThat(text.key()).isEqualTo("requests_total{method=\"GET\",route=\"/a, {b}\"}");
        assertThat(text.hasKey("requests_total{method=\"GET\",route=\"/a, {b}\"}")).isTrue();
        assertThat(text.labels())
                .containsExactly(entry("method", "GET"), entry("route", "/a, {b}"));
        assertThat(text.value()).isEqualTo(12);
        assertThat(text.next()).isTrue();
        assertThat(text.labels()).isEmpty();
        assertThat(text.next()).isFalse();
    }

    @Test
    void unescapesLabelValues() {
        var text = new PrometheusText("m{a=\"x\\\\y\\\"z\\nw\" , b=\"\",} 1\n");

        assertThat(text.next()).isTrue();
        assertThat(text.labels()).containsExactly(entry("a", "x\\y\"z\nw"), entry("b", ""));
    }

    @Test
    void readsOverExemplars() {
        var text = new PrometheusText("m_bucket{le=\"1\"} 3 # {trace_id=\"ab}c\"} 0.5 1.7e9\n");

        assertThat(text.next()).isTrue();
        assertThat(text.value()).isEqualTo(3);
        assertThat(text.labels()).containsExactly(entry("le", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5., 5",
        "12.25, 12.25",
        "0.1, 0.1",
        "123456789012345, 123456789012345",
        "12345678901234567890, 12345678901234567890",
        "1.7E-4, 0.00017",
        "-2.5, -2.5",
        "+Inf, Infinity",
        "-Inf, -Infinity",
        "NaN, NaN"
    })
    void readsEveryFormOfNumber(String written, double expected) {
        var text = new PrometheusText("m " + written + "\n");

        assertThat(text.next()).isTrue();
        assertThat((Double) text.value()).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m",
                "m ",
                "m abc",
                "m .",
                "m 1d",
                "m 0x1p3",
                "m 1 what",
                "1m 1",
                "m{ 1",
                "m{a} 1",
                "m{a=} 1",
                "m{a=\"x} 1",
                "m{a=\"x\" b=\"y\"} 1",
                "m{=\"x\"} 1",
                "m{a=\"x\\\"} 1",
                "<html>"
            })
    void refusesWhatIsNoSampleAndSaysWhere(String line) {
        var text = new PrometheusText("up 1\n" + line + "\n");

        assertThat(text.next()).isTrue();
        assertThatThrownBy(text::next)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("line 2 of the metrics text has ");
    }

    @Test
    void refusesATextCutWithinALineBecauseTheNumberMayBeCutToo() {
        var text = new PrometheusText("requests_total 12");

        assertThatThrownBy(text::next).hasMessageContaining("ends within a line");
    }
}
