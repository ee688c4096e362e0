package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class RouterTest {
    private final Handler echo =
            request -> {
                var id = request.route().contains("{id}") ? request.param("id") : "-";
                var rest = request.route().contains("{rest...}") ? request.param("rest") : "-";
                return Response.text(request.route() + " " + id + " " + rest);
            };

    private final Router router =
            Router.builder()
                    .route("GET", "/", echo)
                    .route("GET", "/orders", echo)
                    .route("POST", "/orders", echo)
                    .route("GET", "/orders/{id}", echo)
                    .route("DELETE", "/orders/{id}", echo)
                    .route("GET", "/orders/new", echo)
                    .route("GET", "/orders/{id}/lines/{rest...}", echo)
                    .route("GET", "/orders/new/form", echo)
                    .route("GET", "/files/{rest...}", echo)
                    .build()
                    .behind(Problems.filter());

    @ParameterizedTest
    @CsvSource({
        "GET, /, / - -",
        "GET, /orders, /orders - -",
        "GET, /orders?x=1, /orders - -",
        "GET, /orders/17, /orders/{id} 17 -",
        "GET, /orders/new, /orders/new - -",
        "DELETE, /orders/new, /orders/{id} new -",
        "GET, /orders/new/lines/a/b, /orders/{id}/lines/{rest...} new a/b",
        "GET, /orders/new/form, /orders/new/form - -",
        "GET, /%6frders/1, /orders/{id} 1 -",
        "GET, /orders/a%2Fb%20c+d, /orders/{id} a/b c+d -",
        "GET, /orders/%E2%82%AC, /orders/{id} € -",
        "GET, /orders/.well-known, /orders/{id} .well-known -",
        "GET, /files/, /files/{rest...} - ''",
        "GET, /files/css/shop.css, /files/{rest...} - css/shop.css",
        "HEAD, /orders/17, /orders/{id} 17 -",
    })
    void choosesTheMostSpecificRoute(String method, String target, String answer) throws Exception {
        var response = router.handle(Request.of(method, target));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().text()).isEqualTo(answer.replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/orders/", "/orders//lines/x", "/files", "//orders"})
    void answers404WhereNoPathMatches(String target) throws Exception {
        var response = router.handle(Request.get(target));
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void returns405WhenPathMatchesButMethodDoesNot() throws Exception {
        var response = router.handle(Request.of("PUT", "/orders/17"));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
        var lowerCase = router.handle(Request.of("get", "/orders/17"));
        assertThat(lowerCase.status()).isEqualTo(405);
    }

    @Test
    void answersOptionsFromTheTable() throws Exception {
        var response = router.handle(Request.of("OPTIONS", "/orders"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("Allow")).contains("GET, HEAD, OPTIONS, POST");
        var everywhere = router.handle(Request.of("OPTIONS", "*"));
        assertThat(everywhere.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/..",
                "/orders/%2e%2E/x",
                "/files/%2e%2e%2fsecret",
                "/files/a%5C..%5Csecret",
                "/orders/%00",
                "/orders/%0d%0aX",
                "/orders/%zz",
                "/orders/%2",
                "/orders/%ff",
            })
    void refusesAPathThatCouldMeanSomethingElseOnceDecoded(String target) throws Exception {
        assertThat(router.handle(Request.get(target)).status()).isEqualTo(400);
    }

    @Test
    void filtersSeeTheRouteAndAlsoWhatWasNotFound() throws Exception {
        var seen = new ArrayList<String>();
        Filter outer = (request, next) -> record(seen, "outer " + request.route(), next, request);
        Filter inner = (request, next) -> record(seen, "inner " + request.route(), next, request);
        var filtered = router.behind(outer, inner);
        filtered.handle(Request.get("/orders/17"));
        filtered.handle(Request.get("/nothing"));
        assertThat(seen)
                .containsExactly("outer /orders/{id}", "inner /orders/{id}", "outer ", "inner ");
    }

    @Test
    void leavesTheRestToTheHandlerForIt() throws Exception {
        var open =
                Router.builder()
                        .route("GET", "/known", echo)
                        .otherwise(request -> Response.text("rest " + request.target()))
                        .build();
        assertThat(open.handle(Request.of("OPTIONS", "*")).body().text()).isEqualTo("rest *");
        assertThat(open.handle(Request.of("PUT", "/x/y")).body().text()).isEqualTo("rest /x/y");
        assertThat(open.handle(Request.get("/known")).body().text()).startsWith("/known");
    }

    private static Response record(List<String> seen, String what, Handler next, Request request)
            throws Exception {
        seen.add(what);
        return next.handle(request);
    }
}
