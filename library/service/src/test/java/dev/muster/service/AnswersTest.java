package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.Cookie;
import dev.muster.http.HttpProblem;
import dev.muster.http.Response;
import dev.muster.http.Scope;
import dev.muster.telemetry.TraceContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

@Timeout(60)
class AnswersTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static class ShopException extends Exception {
        private static final long serialVersionUID = 1L;

        ShopException(String message) {
            super(message);
        }
    }

    private static final class OutOfStock extends ShopException {
        private static final long serialVersionUID = 1L;

        OutOfStock() {
            super("no tea is left");
        }
    }

    private static final class Closed extends ShopException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("closed");
        }
    }

    @Test
    void says204WhereThereIsNothingToSayAnd404WhereThereIsNothing() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.delete("/orders/{id}", _ -> null)
                                        .get("/orders/{id}", _ -> Optional.empty()))) {
            var deleted = stage.send("DELETE", "/orders/1", "");
            assertThat(deleted.statusCode()).isEqualTo(204);
            assertThat(deleted.body()).isEmpty();
            assertThat(deleted.headers().firstValue("content-length")).isEmpty();
            assertThat(stage.get("/orders/1").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tellsAnExceptionAsTheProblemOfItsNearestType() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.problem(OutOfStock.class, e -> HttpProblem.conflict(words(e)))
                                        .problem(ShopException.class, _ -> HttpProblem.of(503, "x"))
                                        .problem(
                                                IOException.class,
                                                _ -> {
                                                    throw new IllegalStateException("a fault");
                                                })
                                        .get("/stock", _ -> fail(new OutOfStock()))
                                        .get("/closed", _ -> fail(new Closed()))
                                        .get("/io", _ -> fail(new IOException("secret")))
                                        .get("/other", _ -> fail(new Exception("secret")))
                                        .get("/own", _ -> fail(HttpProblem.of(418, "tea"))))) {
            var response = stage.get("/stock", "traceparent", SENT);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body())
                    .contains("\"detail\":\"no tea is left\"")
                    .contains("\"traceId\":\"" + TRACE + "\"");
            assertThat(stage.get("/closed").statusCode()).isEqualTo(503);
            assertThat(stage.get("/io").statusCode()).isEqualTo(500);
            assertThat(stage.get("/other").body()).contains("500").doesNotContain("secret");
            assertThat(stage.get("/own").statusCode()).isEqualTo(418);
        }
    }

    @Test
    void showsFiltersTheAnswerThatAProblemBecomes() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.problem(OutOfStock.class, e -> HttpProblem.conflict(words(e)))
                                        .filter(
                                                (request, next) -> {
                                                    var response = next.handle(request);
                                                    return response.withHeader(
                                                            "X-Saw", "" + response.status());
                                                })
                                        .filter(
                                                (request, next) -> {
                                                    if (request.path().equals("/locked")) {
                                                        throw HttpProblem.of(401, "who?");
                                                    }
                                                    return next.handle(request);
                                                })
                                        .get("/stock", _ -> fail(new OutOfStock()))
                                        .get("/fault", _ -> fail(new Exception("fault")))
                                        .get("/stream", _ -> failing())
                                        .get("/locked", _ -> "in"))) {
            assertThat(stage.get("/stock").headers().firstValue("x-saw")).contains("409");
            assertThat(stage.get("/fault").headers().firstValue("x-saw")).contains("500");
            assertThat(stage.get("/stream").headers().firstValue("x-saw")).contains("409");
            assertThat(stage.get("/locked").headers().firstValue("x-saw")).contains("401");
            assertThat(stage.get("/nowhere").headers().firstValue("x-saw")).contains("404");
            assertThat(stage.send("PUT", "/stock", "1").headers().firstValue("x-saw"))
                    .contains("405");
            assertThat(stage.get("/%00").headers().firstValue("x-saw")).contains("400");
        }
    }

    @Test
    void setsCookiesAndHeadersOfSeveralLines() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.get(
                                        "/",
                                        request ->
                                                Response.text(request.cookie("cart").orElse("none"))
                                                        .addCookie(Cookie.of("cart", "c-2"))
                                                        .addCookie(Cookie.removed("old"))
                                                        .addHeader("Link", "</a>; rel=next")
                                                        .addHeader("Link", "</b>; rel=prev")))) {
            var response = stage.get("/", "Cookie", "a=1; cart=c-1");
            assertThat(response.body()).isEqualTo("c-1");
            assertThat(response.headers().allValues("set-cookie"))
                    .containsExactly(
                            "cart=c-2; Path=/; HttpOnly; SameSite=Lax",
                            "old=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
            assertThat(response.headers().allValues("link")).hasSize(2);
        }
    }

    @Test
    void hasTasksOfItsExecutorWorkInTheScopeOfTheirRequest() throws Exception {
        var user = Scope.Key.<String>named("user");
        try (var stage =
                new Stage(
                        s -> {
                            var tasks = s.executor();
                            s.filter(
                                            (request, next) -> {
                                                try (var _ = MDC.putCloseable("tenant", "acme")) {
                                                    Response response =
                                                            Scope.current()
                                                                    .with(user, "ann")
                                                                    .call(
                                                                            () ->
                                                                                    next.handle(
                                                                                            request));
                                                    return response;
                                                }
                                            })
                                    .get(
                                            "/",
                                            _ ->
                                                    tasks.submit(
                                                                    () ->
                                                                            TraceContext.current()
                                                                                            .orElseThrow()
                                                                                            .traceId()
                                                                                    + Scope
                                                                                            .current()
                                                                                            .find(
                                                                                                    user)
                                                                                            .orElse(
                                                                                                    "-")
                                                                                    + MDC.get(
                                                                                            "tenant"))
                                                            .get());
                        })) {
            assertThat(stage.get("/", "traceparent", SENT).body()).isEqualTo(TRACE + "annacme");
        }
    }

    @Test
    void refusesToWaitForATaskInANonBlockingRoute() throws Exception {
        try (var stage =
                new Stage(
                        s -> {
                            var tasks = s.executor();
                            s.nonBlocking(
                                    "GET",
                                    "/wait",
                                    _ -> Response.text(waitFor(tasks.submit(AnswersTest::never))));
                            s.nonBlocking("GET", "/", _ -> Response.text("fine"));
                        })) {
            assertThat(stage.get("/wait").statusCode()).isEqualTo(500);
            assertThat(stage.get("/").body()).isEqualTo("fine");
        }
    }

    @Test
    void refusesAProblemOfATypeThatIsSaidTwice() {
        assertThatThrownBy(
                        () ->
                                new Stage(
                                        s ->
                                                s.problem(
                                                                Closed.class,
                                                                _ -> HttpProblem.of(500, ""))
                                                        .problem(
                                                                Closed.class,
                                                                _ -> HttpProblem.of(501, ""))))
                .isInstanceOf(ServiceException.class)
                .hasMessage("problem(Closed) is said twice; say it once");
    }

    private static String never() throws InterruptedException {
        new CountDownLatch(1).await();
        return "";
    }

    private static String waitFor(Future<String> task)
            throws InterruptedException, ExecutionException {
        return task.get();
    }

    private static Object fail(Exception e) throws Exception {
        throw e;
    }

    private static Response failing() {
        return Response.of(200)
                .withBody(
                        Body.streaming(
                                out -> {
                                    out.write(1);
                                    throw HttpProblem.conflict("no more");
                                }));
    }

    private static String words(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
