package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProblemTest {

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request",
        "413, Content Too Large",
        "422, Unprocessable Content",
        "503, Service Unavailable",
        "418, Client Error",
        "599, Server Error"
    })
    void takesItsTitleFromItsStatus(int status, String title) {
        var problem = HttpProblem.of(status, "no tea");
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.title()).isEqualTo(title);
        assertThat(problem.detail()).isEqualTo("no tea");
        assertThat(problem).hasMessage("no tea");
    }

    @Test
    void saysWhenToComeBack() {
        var problem = HttpProblem.unavailable("the bank is away", 2);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers().first("retry-after")).contains("2");
    }

    @Test
    void gathersHeadersAndExtensionsInOrder() {
        var problem =
                HttpProblem.conflict("sold out")
                        .withExtension("product", "tea")
                        .withHeader("X-Left", "0")
                        .withExtension("left", 0);
        assertThat(problem.detail()).isEqualTo("sold out");
        assertThat(problem.headers()).isEqualTo(Headers.of("X-Left", "0"));
        assertThat(problem.extensions()).containsExactly(entry("product", "tea"), entry("left", 0));
        assertThatThrownBy(() -> problem.extensions().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 399, 600})
    void refusesAStatusThatIsNoProblem(int status) {
        assertThatThrownBy(() -> HttpProblem.of(status, "fine"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
