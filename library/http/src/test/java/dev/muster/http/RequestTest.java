package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class RequestTest {

    @Test
    void tellsThePathFromTheQuery() {
        var request = Request.get("/a%20b?c=d?e");
        assertThat(request.target()).isEqualTo("/a%20b?c=d?e");
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query("c")).contains("d?e");
        assertThat(Request.get("/?limit=20").query("limit", Integer::valueOf)).contains(20);
        assertThat(Request.of("OPTIONS", "*").path()).isEqualTo("*");
    }

    @Test
    void hasNoParametersWithoutAQuery() {
        assertThat(Request.get("/").query("a")).isEmpty();
        assertThat(Request.get("/?").queryAll("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "http://orders/1",
                "/a b",
                "/ HTTP/1.1\r\nX: y",
                "/a#b",
                "/a\\b",
                "/\u001b[31m",
                "/caf\u00e9",
                "*/"
            })
    void refusesATargetThatCannotBeSentAsItIs(String target) {
        assertThatThrownBy(() -> Request.get(target)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.get("/").withTarget(target))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /", "G\nT"})
    void refusesAMethodThatIsNoToken(String method) {
        assertThatThrownBy(() -> Request.of(method, "/"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesOneThingAtATime() throws IOException {
        var request =
                Request.post("/orders", Body.of("tea"))
                        .withHeader("X-Id", "7")
                        .matching(RouteTemplate.of("/orders"))
                        .orElseThrow()
                        .withTarget("/orders?x");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/orders?x");
        assertThat(request.header("x-id")).contains("7");
        assertThat(request.body().text()).isEqualTo("tea");
        assertThat(request.route()).isEqualTo("/orders");
    }

    @Test
    void keepsItsQueryOutOfLogs() {
        assertThat(Request.get("/orders?token=secret")).hasToString("GET /orders");
    }

    @Test
    void knowsItsPlaceholdersOnceRouted() {
        var request =
                Request.get("/orders/7").matching(RouteTemplate.of("/orders/{id}")).orElseThrow();
        assertThat(request.param("id")).isEqualTo("7");
        assertThatThrownBy(() -> request.param("name"))
                .hasMessage("route /orders/{id} has no {name}");
        assertThatThrownBy(() -> Request.get("/").param("id"))
                .hasMessage("route (none) has no {id}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "Application/X-WWW-Form-Urlencoded; charset=utf-8"
            })
    void readsTheFormThatABrowserSends(String type) throws IOException {
        var request =
                Request.post("/buy", Body.of("order=a%2Fb+c&gift="))
                        .withHeader("Content-Type", type);
        assertThat(request.form().first("order")).contains("a/b c");
        assertThat(request.form().first("gift")).contains("");
    }

    @Test
    void takesNothingElseForAForm() {
        var request = Request.post("/", Body.of("{}")).withHeader("Content-Type", "text/plain");
        assertThat(catchThrowableOfType(HttpProblem.class, request::form).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Content-Encoding | gzip | the body has the Content-Encoding gzip, which is not read here: send it without
                    Content-Encoding | br, gzip | the body has the Content-Encoding br, gzip, which is not read here: send it without
                    Content-Type | text/plain | the body must be a form, with the header Content-Type: application/x-www-form-urlencoded, not text/plain
                    Content-Type | application/x-www-form-urlencoded; charset=ISO-8859-1 | the body must be a form in UTF-8, with the header Content-Type: application/x-www-form-urlencoded, not application/x-www-form-urlencoded; charset=iso-8859-1
                    """)
    void refusesABodyThatSaysItIsSomethingElse(String header, String value, String sentence) {
        var request = Request.post("/", Body.of("a=1")).withHeader(header, value);
        var problem = catchThrowableOfType(HttpProblem.class, request::form);
        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem).hasMessage(sentence);
    }

    @Test
    void refusesAFormThatIsNoUtf8() {
        var request = Request.post("/", Body.of(new byte[] {'a', '=', (byte) 0xc0, (byte) 0xaf}));
        var problem = catchThrowableOfType(HttpProblem.class, request::form);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem).hasMessage("the form is no UTF-8");
    }

    @Test
    void readsHeadersAndPlaceholdersOfATypeExactly() {
        var request =
                Request.get("/orders/7")
                        .withHeader("X-Limit", "20")
                        .matching(RouteTemplate.of("/orders/{id}"))
                        .orElseThrow();
        assertThat(request.param("id", int.class)).isEqualTo(7);
        Long id = request.param("id", Long::valueOf);
        assertThat(id).isEqualTo(7);
        assertThat(request.header("X-Limit", int.class)).contains(20);
        assertThat(request.header("X-Other", int.class)).isEmpty();
        var problem =
                catchThrowableOfType(
                        HttpProblem.class, () -> request.param("id", java.util.UUID.class));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem).hasMessage("id is \"7\", expected a UUID");
    }
}
