package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.ClientGone;
import dev.muster.http.EventLoopThread;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;
import dev.muster.http.Response;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ListenerConfig;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** That all of a request, the writer of its streamed body included, is one piece of work. */
@Timeout(60)
class RequestScopeTest {
    private static final EventLoops loops = EventLoops.create(1);
    private static final HttpClient client = HttpClient.newHttpClient();
    private static final Scope.Key<String> TRACE = Scope.Key.named("trace");
    private static final Scope.Key<String> USER = Scope.Key.named("user");

    private static final class OutOfStock extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Recorder recorder = new Recorder();
    private final LinkedBlockingQueue<Integer> filtered = new LinkedBlockingQueue<>();
    private @Nullable HttpServer server;

    @AfterAll
    static void closeAll() {
        client.close();
        loops.close();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void tellsOfAWriterThatThrowsBeforeItsFirstByteWhatTheClientIsTold() throws Exception {
        serve(
                _ ->
                        streaming(
                                out -> {
                                    out.write(bytes("not sent yet"));
                                    throw new IOException("no disk");
                                }));
        var response = get("/");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("\"traceId\":\"t-1\"").doesNotContain("no disk");
        assertThat(response.headers().firstValue("X-Filtered")).contains("500");
        assertThat(filtered.take()).isEqualTo(500);
        assertThat(recorder.next())
                .satisfies(
                        served -> {
                            assertThat(served.status()).isEqualTo(500);
                            assertThat(served.reason()).isEmpty();
                        });
    }

    @Test
    void mapsWhatAWriterThrowsBeforeItsFirstByteAsIfItsHandlerHadThrownIt() throws Exception {
        serve(
                _ ->
                        streaming(
                                _ -> {
                                    throw new OutOfStock();
                                }));
        assertThat(get("/").statusCode()).isEqualTo(409);
        assertThat(recorder.next().status()).isEqualTo(409);
    }

    @Test
    void saysThatAnAnswerWasCutWhereItsWriterThrowsAfterItsFirstByte() throws Exception {
        var received = new CountDownLatch(1);
        serve(
                _ ->
                        streaming(
                                out -> {
                                    out.write(1);
                                    out.flush();
                                    await(received);
                                    throw new AssertionError("a fault");
                                }));
        var response = client.send(request("/").GET().build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (var body = response.body()) {
            assertThat(body.read()).isEqualTo(1);
            received.countDown();
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
        var served = recorder.next();
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.isCut()).isTrue();
        assertThat(served.reason()).isEqualTo("its body failed");
    }

    @Test
    void hasAWriterWorkInTheScopeOfItsRequestAndLogWithItsContext() throws Exception {
        serve(
                _ ->
                        streaming(
                                out -> {
                                    var scope = Scope.current();
                                    var found =
                                            scope.find(TRACE).orElse("-")
                                                    + scope.find(USER).orElse("-")
                                                    + MDC.get("tenant");
                                    out.write(bytes(found));
                                    out.flush();
                                    out.write(bytes(" end"));
                                }));
        assertThat(get("/").body()).isEqualTo("t-1annacme end");
        assertThat(recorder.next().reason()).isEmpty();
    }

    @Test
    void tellsAWriterThatItsClientHasGone() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        serve(
                _ ->
                        streaming(
                                out -> {
                                    ClientGone.then(Thread.currentThread()::interrupt);
                                    out.write(1);
                                    out.flush();
                                    started.countDown();
                                    awaitInterrupt(interrupted);
                                }));
        leaveAfter(started);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.next())
                .satisfies(
                        served -> {
                            assertThat(served.status()).isEqualTo(200);
                            assertThat(served.isCut()).isFalse();
                            assertThat(served.reason()).contains("client");
                        });
    }

    @Test
    void saysThatAClientWasCutAndDidNotLeave() throws Exception {
        var patient = Duration.ofMinutes(5);
        var listener =
                ListenerConfig.loopback(0).withDeadlines(patient, patient, Duration.ofMillis(200));
        var failure = new CompletableFuture<String>();
        Handler endless =
                _ ->
                        streaming(
                                out -> {
                                    try {
                                        for (int i = 0; i < 64; i++) {
                                            out.write(new byte[1 << 20]);
                                        }
                                    } catch (IOException e) {
                                        failure.complete(e.getMessage());
                                        throw e;
                                    }
                                });
        var router = Router.builder().otherwise(endless).build();
        server = HttpServer.start(loops, ServerConfig.of(listener), router, recorder);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            var served = recorder.next();
            assertThat(served.isCut()).isTrue();
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.reason()).isEqualTo("The client took the response too slowly.");
            assertThat(failure.get(30, TimeUnit.SECONDS)).contains(served.reason());
        }
    }

    @Test
    void saysThatAClientLeftBeforeItWasToldAnything() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        serve(
                _ -> {
                    ClientGone.then(Thread.currentThread()::interrupt);
                    started.countDown();
                    awaitInterrupt(interrupted);
                    return Response.of(200);
                });
        leaveAfter(started);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.next().status()).isEqualTo(499);
        assertThat(recorder.ended.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void letsAFilterWrapAStreamedBodyAndLeaveOneOut() throws Exception {
        Filter shouting =
                (request, next) -> {
                    var response = next.handle(request);
                    var body = response.body();
                    return response.withBody(Body.streaming(out -> body.writeTo(upperCase(out))));
                };
        Filter cached =
                (request, next) -> {
                    var _ = next.handle(request);
                    return Response.text("from the cache");
                };
        var ended = new CountDownLatch(1);
        Handler words =
                _ ->
                        streaming(
                                out -> {
                                    try (AutoCloseable _ = ended::countDown) {
                                        out.write(bytes("a"));
                                        out.flush();
                                        out.write(bytes("b".repeat(40_000)));
                                    } catch (Exception e) {
                                        throw new IOException(e);
                                    }
                                });
        serve(words, shouting);
        assertThat(get("/").body()).isEqualTo("A" + "B".repeat(40_000));
        stop();
        serve(words, cached);
        assertThat(get("/").body()).isEqualTo("from the cache");
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void readsTheRequestWhileItWritesTheAnswer() throws Exception {
        serve(request -> streaming(out -> request.body().writeTo(out)));
        var body = "x".repeat(300_000);
        var sent = request("/").POST(BodyPublishers.ofString(body)).build();
        assertThat(client.send(sent, BodyHandlers.ofString()).body()).isEqualTo(body);
    }

    @Test
    void endsEachRequestOnceWhateverItComesTo() throws Exception {
        serve(
                request ->
                        switch (request.path()) {
                            case "/whole" -> Response.text("whole");
                            case "/large" -> Response.text("x".repeat(1 << 20));
                            case "/stream" -> streaming(out -> out.write(new byte[100_000]));
                            case "/empty" -> Response.of(204);
                            default -> throw HttpProblem.notFound("none");
                        });
        for (var path : new String[] {"/whole", "/large", "/stream", "/empty", "/none", "/%00"}) {
            int status = get(path).statusCode();
            var served = recorder.next();
            assertThat(served.path()).isEqualTo(path);
            assertThat(served.status()).as(path).isEqualTo(status);
            assertThat(served.reason()).as(path).isEmpty();
            assertThat(served.took()).isGreaterThanOrEqualTo(served.untilHead());
        }
        assertThat(recorder.ended).isEmpty();
    }

    @Test
    void refusesToWaitOnAnEventLoopAndKeepsAnswering() throws Exception {
        var routes =
                Router.builder()
                        .nonBlocking(
                                "GET",
                                "/wrong",
                                _ -> {
                                    EventLoopThread.forbid("a call of payments");
                                    return Response.text("not reached");
                                })
                        .nonBlocking("GET", "/right", _ -> Response.text("fine"))
                        .nonBlocking("GET", "/stream", _ -> streaming(out -> out.write(65)));
        server = HttpServer.start(loops, ServerConfig.loopback(0), routes.build(), recorder);
        assertThat(get("/wrong").statusCode()).isEqualTo(500);
        assertThat(get("/right").body()).isEqualTo("fine");
        assertThat(get("/stream").body()).isEqualTo("A");
    }

    private void serve(Handler handler, Filter... more) {
        Filter problems =
                Problems.filter(Map.of(OutOfStock.class, _ -> HttpProblem.conflict("sold out")));
        Filter user =
                (request, next) -> {
                    try (var _ = MDC.putCloseable("tenant", "acme")) {
                        Response response =
                                Scope.current().with(USER, "ann").call(() -> next.handle(request));
                        filtered.add(response.status());
                        return response.withHeader("X-Filtered", "" + response.status());
                    }
                };
        var router =
                Router.builder().otherwise(handler).build().behind(more).behind(user, problems);
        server = HttpServer.start(loops, ServerConfig.loopback(0), router, recorder);
    }

    private void leaveAfter(CountDownLatch moment) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            moment.await();
        }
    }

    private static void await(CountDownLatch moment) throws IOException {
        try {
            moment.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void awaitInterrupt(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }

    private int port() {
        return server == null ? 0 : server.port();
    }

    private static Response streaming(Body.Writer writer) {
        return Response.of(200).withBody(Body.streaming(writer));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static OutputStream upperCase(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(Character.toUpperCase(b));
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    private static final class Recorder implements ServerObserver {
        private final LinkedBlockingQueue<Served> ended = new LinkedBlockingQueue<>();
        private int begun;

        @Override
        public Scope begin(Headers headers, Scope scope) {
            begun++;
            return scope.with(TRACE, "t-" + begun);
        }

        @Override
        public void ended(Served served) {
            ended.add(served);
        }

        @Override
        public String traceId(Scope scope) {
            return scope.find(TRACE).orElse("");
        }

        Served next() throws InterruptedException {
            var served = ended.poll(30, TimeUnit.SECONDS);
            if (served == null) {
                throw new AssertionError("no request has ended");
            }
            return served;
        }
    }
}
