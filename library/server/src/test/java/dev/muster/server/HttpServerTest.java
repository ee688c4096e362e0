package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Response;
import dev.muster.transport.EventLoops;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class HttpServerTest {
    private static final EventLoops loops = EventLoops.create(1);
    private static final HttpClient client = HttpClient.newHttpClient();

    private final Router.Builder routes = Router.builder();
    private @Nullable HttpServer server;

    @AfterAll
    static void closeAll() {
        client.close();
        loops.close();
    }

    @AfterEach
    void stop() {
        server().close();
    }

    @Test
    void answersFromAVirtualThread() throws Exception {
        routes.route("GET", "/", _ -> Response.text("" + Thread.currentThread().isVirtual()));
        assertThat(send("GET", "/", "").body()).isEqualTo("true");
    }

    @Test
    void answersANonBlockingRouteFromTheEventLoop() throws Exception {
        routes.nonBlocking(
                "POST",
                "/",
                request ->
                        Response.text(Thread.currentThread().isVirtual() + request.body().text()));
        assertThat(send("POST", "/", " body").body()).isEqualTo("false body");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 16 << 10, (16 << 10) + 1, 900_000})
    void givesTheHandlerEveryByteOfTheBody(int length) throws Exception {
        routes.route("POST", "/", request -> Response.text(request.body().text()));
        var body = "0123456789".repeat(length / 10 + 1).substring(0, length);
        assertThat(send("POST", "/", body).body()).isEqualTo(body);
        var chunked = BodyPublishers.ofInputStream(() -> stream(body));
        assertThat(exchange(request("/").POST(chunked)).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "text/x+JSON"})
    void countsWhatTheValuesOfJsonTakeHoweverItsTypeIsWritten(String type) throws Exception {
        routes.route("POST", "/", _ -> Response.text("" + loops.memory().used()));
        var request = request("/").header("Content-Type", type);
        var used = exchange(request.POST(BodyPublishers.ofString("x".repeat(1000)))).body();
        assertThat(Long.parseLong(used)).isGreaterThanOrEqualTo(16_000);
    }

    @Test
    void refusesABodyPastTheLimit() throws Exception {
        routes.route("POST", "/", request -> Response.text("" + request.body().bytes().length));
        var tooMuch = "x".repeat((1 << 20) + 1);
        assertThat(send("POST", "/", tooMuch).statusCode()).isEqualTo(413);
        var chunked = BodyPublishers.ofInputStream(() -> stream(tooMuch));
        assertThat(exchange(request("/").POST(chunked)).statusCode()).isEqualTo(413);
    }

    @Test
    void sendsAStreamInFullWhateverItsSize() throws Exception {
        routes.route(
                "GET",
                "/{bytes}",
                request ->
                        streaming(
                                out -> {
                                    int left = Integer.parseInt(request.param("bytes"));
                                    while (left > 0) {
                                        int piece = Math.min(left, 7777);
                                        out.write(new byte[piece]);
                                        left -= piece;
                                    }
                                }));
        assertThat(send("GET", "/0", "").headers().firstValue("content-length")).contains("0");
        assertThat(send("GET", "/9000", "").headers().firstValue("content-length"))
                .contains("9000");
        var large = send("GET", "/5000000", "");
        assertThat(large.body()).hasSize(5_000_000);
        assertThat(large.headers().firstValue("transfer-encoding")).contains("chunked");
    }

    @Test
    void sendsEachFlushAtOnce() throws Exception {
        var words = new LinkedBlockingQueue<String>();
        routes.route(
                "GET",
                "/",
                _ ->
                        streaming(
                                out -> {
                                    for (int i = 0; i < 2; i++) {
                                        out.write(bytes(next(words) + "\n"));
                                        out.flush();
                                    }
                                }));
        words.add("one");
        try (var in = start().body()) {
            assertThat(line(in)).isEqualTo("one");
            words.add("two");
            assertThat(line(in)).isEqualTo("two");
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void cutsTheConnectionWhenAStreamFailsHalfWay() throws Exception {
        routes.route(
                "GET",
                "/",
                _ ->
                        streaming(
                                out -> {
                                    out.write(new byte[100]);
                                    out.flush();
                                    throw new IOException("broken");
                                }));
        assertThatThrownBy(() -> send("GET", "/", "")).isInstanceOf(IOException.class);
    }

    @Test
    void answersWithAProblemWhenAStreamFailsBeforeItsFirstByte() throws Exception {
        routes.route(
                "GET",
                "/",
                _ ->
                        streaming(
                                _ -> {
                                    throw HttpProblem.notFound("no such file");
                                }));
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(404);
    }

    @Test
    void holdsAWriterBackWhenTheClientDoesNotRead() throws Exception {
        var isGone = new CountDownLatch(1);
        routes.route(
                "GET",
                "/",
                _ ->
                        streaming(
                                out -> {
                                    try {
                                        while (true) {
                                            out.write(new byte[8192]);
                                        }
                                    } catch (IOException e) {
                                        isGone.countDown();
                                        throw e;
                                    }
                                }));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
            socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
            assertThat(isGone.getCount()).isEqualTo(1);
        }
        assertThat(isGone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersHeadWithTheLengthAndWithoutTheBody() throws Exception {
        routes.route("GET", "/", _ -> Response.text("hello"));
        var response = send("HEAD", "/", "");
        assertThat(response.headers().firstValue("content-length")).contains("5");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void sendsNoBodyAndNoLengthWhereTheStatusHasNone() throws Exception {
        routes.route("GET", "/", _ -> Response.text("ignored").withStatus(204));
        var response = send("GET", "/", "");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("content-length")).isEmpty();
    }

    @Test
    void tellsTheClientNothingOfAnExceptionButThatThereWasOne() throws Exception {
        routes.route(
                "GET",
                "/",
                _ -> {
                    throw new IllegalStateException("the password is hunter2");
                });
        var response = send("GET", "/", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.body()).doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void answersAlsoWhenAHandlerEndsInAnError() throws Exception {
        Handler failing =
                _ -> {
                    throw new NoClassDefFoundError("dev/muster/Missing");
                };
        routes.route("GET", "/", failing).nonBlocking("GET", "/loop", failing);
        routes.route("GET", "/null", _ -> nothing());
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(500);
        assertThat(send("GET", "/loop", "").statusCode()).isEqualTo(500);
        assertThat(send("GET", "/null", "").statusCode()).isEqualTo(500);
    }

    @Test
    void endsAResponseWhoseStreamEndsInAnError() throws Exception {
        routes.route("GET", "/early", _ -> streaming(out -> throwError()));
        routes.route(
                "GET",
                "/late",
                _ ->
                        streaming(
                                out -> {
                                    out.flush();
                                    throwError();
                                }));
        assertThat(send("GET", "/early", "").statusCode()).isEqualTo(500);
        assertThatThrownBy(() -> send("GET", "/late", "")).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotBlameItsClientForAPeerThatBreaksOff() throws Exception {
        routes.route(
                "GET",
                "/",
                _ -> {
                    throw new IOException(
                            new TransportException(
                                    TransportException.Kind.CLOSED_WITHIN_RESPONSE, "broken off"));
                });
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(500);
    }

    @Test
    void tellsFiltersWhatTheClientOfABrokenRequestWasTold() throws Exception {
        var statuses = new LinkedBlockingQueue<Integer>();
        routes.route("POST", "/", request -> Response.text(request.body().text()));
        server =
                HttpServer.start(
                        loops,
                        ServerConfig.loopback(0),
                        routes.build()
                                .behind(
                                        (request, next) -> {
                                            var response = next.handle(request);
                                            statuses.add(response.status());
                                            return response;
                                        },
                                        Problems.filter()));
        var chunked = BodyPublishers.ofInputStream(() -> stream("x".repeat((1 << 20) + 1)));
        assertThat(exchange(request("/").POST(chunked)).statusCode()).isEqualTo(413);
        assertThat(statuses.poll(10, TimeUnit.SECONDS)).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
    void letsGoOfABodyThatIsNotSent(String method, int status) throws Exception {
        var discarded = new CountDownLatch(1);
        routes.route("GET", "/", _ -> Response.of(status).withBody(new UnreadBody(discarded)));
        assertThat(send(method, "/", "").statusCode()).isEqualTo(status);
        assertThat(discarded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsALargeResponseInItsOwnMemoryUntilTheClientTakesIt() throws Exception {
        var body = Body.of(new byte[64 << 20]);
        routes.route("GET", "/", _ -> Response.of(200).withBody(body));
        var memory = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
            long before = memory.usedDirectMemory();
            socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
            assertThat(memory.usedDirectMemory() - before).isLessThan(16 << 20);
        }
    }

    @Test
    void finishesTheRequestsThatRunWhenItIsDrained() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        routes.route(
                "GET",
                "/",
                _ -> {
                    arrived.countDown();
                    release.await();
                    return Response.text("done");
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> exchange(request("/")));
            arrived.await();
            var drained = threads.submit(() -> server().drain(Duration.ofSeconds(30)));
            release.countDown();
            assertThat(running.get().body()).isEqualTo("done");
            drained.get();
        }
    }

    @Test
    void namesTheProcessThatHasThePort() {
        assertThatThrownBy(
                        () ->
                                HttpServer.start(
                                        loops,
                                        ServerConfig.loopback(server().port()),
                                        _ -> Response.of(204)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("port " + server().port() + " is taken by ")
                .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }

    /** Started when it is first used, with the routes that there are by then. */
    private HttpServer server() {
        if (server == null) {
            server = HttpServer.start(loops, ServerConfig.loopback(0), routes.build());
        }
        return server;
    }

    private HttpResponse<InputStream> start() throws Exception {
        return client.send(request("/").build(), BodyHandlers.ofInputStream());
    }

    private HttpResponse<String> send(String method, String target, String body) throws Exception {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return exchange(request(target).method(method, publisher));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server().port() + target))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(10));
    }

    private static Response streaming(Body.Writer writer) {
        return Response.of(200).withBody(Body.streaming(writer));
    }

    /** What a handler in code without null checks may answer. */
    @SuppressWarnings("NullAway")
    private static Response nothing() {
        return null;
    }

    private static void throwError() {
        throw new AssertionError("a fault of the program");
    }

    /** A stream that fails a test which reads it. */
    private record UnreadBody(CountDownLatch discarded) implements Body {
        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public InputStream open() {
            throw new AssertionError("nobody may read this");
        }

        @Override
        public void discard() {
            discarded.countDown();
        }
    }

    private static String next(LinkedBlockingQueue<String> words) throws IOException {
        try {
            return words.take();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
