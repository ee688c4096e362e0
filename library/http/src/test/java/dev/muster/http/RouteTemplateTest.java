package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "/orders/{id}, /orders/a%2Fb%20c+d, id, a/b c+d",
        "/orders/{id}/lines/{line}, /orders/7/lines/2?x=1, line, 2",
        "/files/{path...}, /files/css/shop.css, path, css/shop.css",
        "/files/{path...}, /files/, path, ''",
    })
    void readsFromAPathWhatThePlaceholdersStandFor(
            String template, String target, String name, String value) {
        var request = Request.get(target).matching(RouteTemplate.of(template)).orElseThrow();
        assertThat(request.param(name)).isEqualTo(value);
        assertThat(request.route()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({
        "/, *",
        "/, /orders",
        "/orders, /orders/",
        "/orders, /Orders",
        "/orders/{id}, /orders",
        "/orders/{id}, /orders/",
        "/orders/{id}, /orders/7/lines",
        "/files/{path...}, /files",
        "/files/{path...}, /other/files",
    })
    void matchesNoOtherPath(String template, String target) {
        var request = Request.of("OPTIONS", target);
        assertThat(request.matching(RouteTemplate.of(template))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/..", "/files/%2e%2E", "/files/a%5C..%5Cb", "/files/%00"})
    void readsNothingFromAPathThatCouldMeanAnother(String target) {
        var template = RouteTemplate.of("/files/{path...}");
        var request = Request.get(target);
        var problem = catchThrowableOfType(HttpProblem.class, () -> request.matching(template));
        assertThat(problem.status()).isEqualTo(400);
    }

    @Test
    void hasTheShapeOfAllThatMatchTheSamePaths() {
        assertThat(RouteTemplate.of("/a/{id}/{rest...}").shape())
                .isEqualTo(RouteTemplate.of("/a/{name}/{path...}").shape())
                .isNotEqualTo(RouteTemplate.of("/a/{id}/rest").shape());
        assertThat(RouteTemplate.of("/").shape()).isEqualTo("/");
    }

    @Test
    void refusesWhatIsNotATemplateAndShowsHowItIsWritten() {
        assertThatThrownBy(() -> RouteTemplate.of("/orders/:id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a placeholder is written {id}, not :id");
    }
}
