package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

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
                        .withRoute("/orders", Map.of())
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
        var request = Request.get("/orders/7").withRoute("/orders/{id}", Map.of("id", "7"));
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
}
