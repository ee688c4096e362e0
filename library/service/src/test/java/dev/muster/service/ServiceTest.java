package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import dev.muster.http.HttpProblem;
import dev.muster.http.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

class ServiceTest {
    record NewOrder(String product, int quantity) {}

    record Order(String id, String product, int quantity) {}

    private static final Map<String, String> FREE_PORT = Map.of("PORT", "0");

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningService service = new NotRunning();

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    @Test
    void readsRecordsAndSendsThem() throws Exception {
        start(
                s ->
                        s.get("/orders/{id}", r -> new Order(r.param("id"), "tea", 2))
                                .post(
                                        "/orders",
                                        NewOrder.class,
                                        wanted ->
                                                Created.at(
                                                        "/orders/1",
                                                        new Order(
                                                                "1",
                                                                wanted.product(),
                                                                wanted.quantity()))));
        assertThat(send("GET", "/orders/7", "").body())
                .isEqualTo("{\"id\":\"7\",\"product\":\"tea\",\"quantity\":2}");
        var created = send("POST", "/orders", "{\"product\":\"tea\",\"quantity\":2}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("location")).contains("/orders/1");
        assertThat(created.body()).contains("\"quantity\":2");
    }

    @Test
    void refusesABodyThatIsNotWhatTheRouteTakes() throws Exception {
        start(s -> s.put("/orders/{id}", NewOrder.class, (wanted, r) -> r.param("id")));
        var response = send("PUT", "/orders/1", "{\"product\":\"tea\",\"quantity\":\"two\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.body())
                .contains("/quantity is \\\"two\\\", expected a whole number.")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
    }

    @Test
    void sendsEachKindOfResult() throws Exception {
        start(
                s ->
                        s.get("/text", _ -> "hello")
                                .get("/there", _ -> Optional.of(new NewOrder("tea", 1)))
                                .get("/absent", _ -> Optional.empty())
                                .get("/response", _ -> Response.of(204))
                                .get(
                                        "/problem",
                                        _ -> {
                                            throw HttpProblem.conflict("sold out");
                                        }));
        assertThat(send("GET", "/text", "").body()).isEqualTo("hello");
        assertThat(send("GET", "/there", "").body()).startsWith("{");
        assertThat(send("GET", "/absent", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/response", "").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/problem", "").body()).contains("\"detail\":\"sold out\"");
    }

    @Test
    void isReadyOnlyWhileItsChecksPass() throws Exception {
        var isThere = new AtomicBoolean(true);
        start(s -> s.readiness("database", isThere::get));
        assertThat(send("GET", "/health/live", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        isThere.set(false);
        var response = send("GET", "/health/ready", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"database\":\"not there\"");
    }

    @Test
    void isUnreadyBeforeItStopsAndFinishesWhatRuns() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        start(
                s ->
                        s.get(
                                "/slow",
                                _ -> {
                                    arrived.countDown();
                                    release.await();
                                    return "done";
                                }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> send("GET", "/slow", ""));
            arrived.await();
            var stopped = threads.submit(service::close);
            await().until(() -> send("GET", "/health/ready", "").statusCode() == 503);
            release.countDown();
            assertThat(slow.get().body()).isEqualTo("done");
            stopped.get();
        }
    }

    @Test
    void measuresRequestsByRoute() throws Exception {
        start(s -> s.get("/orders/{id}", r -> r.param("id")));
        send("GET", "/orders/1", "");
        send("GET", "/orders/2", "");
        assertThat(send("GET", "/metrics", "").body())
                .contains(
                        "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/orders/{id}\"}"
                            + " 2");
    }

    @Test
    void runsHooksAroundItsLifeAndTasksWithin() throws Exception {
        var happened = new CopyOnWriteArrayList<String>();
        var ticks = new AtomicInteger();
        start(
                s ->
                        s.onStart(() -> happened.add("start"))
                                .onStop(() -> happened.add("stop 1"))
                                .onStop(() -> happened.add("stop 2"))
                                .every(
                                        Duration.ofMillis(1),
                                        () -> {
                                            ticks.incrementAndGet();
                                            throw new IllegalStateException("tried again");
                                        }));
        await().until(() -> ticks.get() > 2);
        service.close();
        assertThat(happened).containsExactly("start", "stop 2", "stop 1");
    }

    @Test
    void finishesTheRecurringTaskThatRunsBeforeItsStopHooks() throws Exception {
        var happened = new CopyOnWriteArrayList<String>();
        var runs = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        start(
                s ->
                        s.onStop(() -> happened.add("stop"))
                                .every(
                                        Duration.ofHours(1),
                                        () -> {
                                            runs.countDown();
                                            release.await();
                                            happened.add("task");
                                        }));
        runs.await();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stopped = threads.submit(service::close);
            await().until(() -> send("GET", "/health/ready", "").statusCode() == 503);
            release.countDown();
            stopped.get();
        }
        assertThat(happened).containsExactly("task", "stop");
    }

    @Test
    void saysThatATaskWasInterruptedWhereNoGraceIsLeftForIt() throws Exception {
        var runs = new CountDownLatch(1);
        var messages = new CopyOnWriteArrayList<String>();
        service =
                Service.create(
                                "orders",
                                s ->
                                        s.every(
                                                Duration.ofHours(1),
                                                () -> {
                                                    runs.countDown();
                                                    new CountDownLatch(1).await();
                                                }))
                        .start(Map.of("PORT", "0", "MUSTER_STOP_GRACE", "1ms"));
        var appender =
                new AppenderBase<ILoggingEvent>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        messages.add(event.getFormattedMessage());
                    }
                };
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger(Recurring.class);
        logger.addAppender(appender);
        runs.await();
        service.close();
        logger.detachAppender(appender);
        assertThat(messages)
                .containsExactly("a recurring task was interrupted: it did not end in time");
    }

    @Test
    void isClosedForWhoeverClosesIt() throws Exception {
        var happened = new CopyOnWriteArrayList<String>();
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        start(
                s ->
                        s.onStop(
                                () -> {
                                    first.countDown();
                                    second.await();
                                    happened.add("stopped");
                                }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(service::close);
            first.await();
            second.countDown();
            service.close();
            happened.add("closed");
        }
        assertThat(happened).containsExactly("stopped", "closed");
    }

    @Test
    void servesFilesOfTheClassPathAndNothingBesides() throws Exception {
        start(s -> s.files("/assets", "public"));
        var css = send("GET", "/assets/css/shop.css", "");
        assertThat(css.headers().firstValue("content-type")).contains("text/css; charset=utf-8");
        var tag = css.headers().firstValue("etag").orElseThrow();
        var again =
                client.send(
                        request("/assets/css/shop.css").header("If-None-Match", tag).build(),
                        BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(send("GET", "/assets/css/none.css", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/assets/css", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/assets/%2e%2e/secret.txt", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/assets/..%2fsecret.txt", "").statusCode()).isEqualTo(400);
    }

    @Test
    void filtersWrapItsRoutesButNotItsHealth() throws Exception {
        start(
                s ->
                        s.get("/", _ -> "open")
                                .filter(
                                        (request, next) -> {
                                            if (request.header("Authorization").isEmpty()) {
                                                throw HttpProblem.of(401, "who are you?");
                                            }
                                            return next.handle(request);
                                        }));
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/metrics", "").statusCode()).isEqualTo(200);
    }

    @Test
    void readsItsEnvironment() throws Exception {
        var environment = Map.of("PORT", "0", "GREETING", "hi", "ORDERS_DB_URL", "tcp://h:1");
        service =
                Service.create(
                                "greeter",
                                s -> {
                                    var greeting = s.config("GREETING") + s.url("orders-db");
                                    s.get("/", _ -> greeting);
                                })
                        .start(environment);
        assertThat(send("GET", "/", "").body()).isEqualTo("hitcp://h:1");
    }

    @Test
    void saysWhichVariableIsMissing() {
        var needy = Service.create("needy", s -> s.config("GREETING"));
        assertThatThrownBy(() -> needy.start(FREE_PORT))
                .isInstanceOf(ServiceException.class)
                .hasMessage("the environment variable GREETING is not set");
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "65536", "80a"})
    void refusesAPortThatIsNone(String port) {
        var simple = Service.create("simple", s -> s.get("/", _ -> ""));
        assertThatThrownBy(() -> simple.start(Map.of("PORT", port)))
                .isInstanceOf(ServiceException.class)
                .hasMessage("PORT is \"" + port + "\"; it must be a number from 0 to 65535");
    }

    @Test
    void namesTheProcessThatHasItsPort() {
        start(s -> s.get("/", _ -> ""));
        var second = Service.create("second", s -> s.get("/", _ -> ""));
        var taken = Map.of("PORT", Integer.toString(service.port()));
        assertThatThrownBy(() -> second.start(taken))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("port " + service.port() + " is taken by")
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }

    @Test
    void waitsForWhoClosesItNoLongerThanTheGrace() throws Exception {
        var stopping = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        service =
                Service.create(
                                "orders",
                                s ->
                                        s.onStop(
                                                () -> {
                                                    stopping.countDown();
                                                    release.await();
                                                }))
                        .start(Map.of("PORT", "0", "MUSTER_STOP_GRACE", "300ms"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(service::close);
            stopping.await();
            var second = threads.submit(service::close);
            try {
                second.get(30, TimeUnit.SECONDS);
                assertThat(first.isDone()).isFalse();
            } finally {
                release.countDown();
            }
        }
    }

    private void start(Consumer<Setup> setup) {
        service = Service.create("orders", setup).start(FREE_PORT);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = request(path).header("Content-Type", "application/json");
        return client.send(request.method(method, publisher).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20));
    }

    private record NotRunning() implements RunningService {
        @Override
        public int port() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
