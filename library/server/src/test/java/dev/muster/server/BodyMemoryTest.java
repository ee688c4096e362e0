package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.EventLoops;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many bodies at once, and memory for few of them. */
class BodyMemoryTest {
    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventLoops loops = EventLoops.create(1, ByteBudget.of(16 << 20, PATIENCE));
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> slow = new ArrayList<>();
    private final CountDownLatch kept = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server =
            HttpServer.start(
                    loops,
                    ServerConfig.loopback(0),
                    Router.builder()
                            .route("POST", "/read", BodyMemoryTest::length)
                            .nonBlocking("POST", "/held", BodyMemoryTest::length)
                            .route("POST", "/keep", this::keep)
                            .route("POST", "/stream", BodyMemoryTest::stream)
                            .build());

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (var socket : slow) {
            socket.close();
        }
        clients.shutdownNow();
        server.close();
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/read", "/held"})
    void answersHonestBodiesWhileManyOthersTrickle(String path) throws Exception {
        for (int i = 0; i < 60; i++) {
            trickle(path);
        }
        var answers = new ArrayList<Future<String>>();
        for (int length : new int[] {100_000, 300_000, MIB, 200_000, MIB, 100_000}) {
            answers.add(clients.submit(() -> post(path, length, false)));
            answers.add(clients.submit(() -> post(path, length, true)));
        }
        for (var answer : answers) {
            assertThat(answer.get()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void tellsAClientThatTricklesWhileOthersWait() throws Exception {
        for (int i = 0; i < 60; i++) {
            trickle("/read");
        }
        assertThat(post("/read", MIB, false)).startsWith("HTTP/1.1 200 ");
        assertThat(answer(slow.getFirst()))
                .startsWith("HTTP/1.1 408 ")
                .contains("while other requests waited for the memory");
    }

    @Test
    void answersManyBodiesOfUnknownLengthOneAfterTheOther() throws Exception {
        var answers = new ArrayList<Future<String>>();
        for (int i = 0; i < 150; i++) {
            answers.add(clients.submit(() -> post("/read", MIB, true)));
        }
        int served = 0;
        for (var answer : answers) {
            var text = answer.get();
            if (text.startsWith("HTTP/1.1 200 ")) {
                served++;
            } else {
                assertThat(text).startsWith("HTTP/1.1 503 ").contains("retry-after: ");
            }
        }
        assertThat(served).isGreaterThan(75);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 200_000, MIB})
    void aHeldBodyWaitsForRoomToo(int length) throws Exception {
        var keeper = clients.submit(() -> post("/keep", MIB, false));
        assertThat(kept.await(1, TimeUnit.MINUTES)).isTrue();
        var filler = loops.memory().charge();
        assertThat(filler.cover((16 << 20) - loops.memory().used())).isTrue();
        var waiting = clients.submit(() -> post("/held", length, false));
        await().until(() -> loops.memory().waiters() > 0);
        assertThat(waiting).isNotDone();
        filler.close();
        assertThat(waiting.get()).startsWith("HTTP/1.1 200 ");
        released.countDown();
        assertThat(keeper.get()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void takesBackTheRoomOfWhoeverDoesNotTakeItsAnswer() throws Exception {
        for (int i = 0; i < 10; i++) {
            var socket =
                    connect(
                            "POST /stream HTTP/1.1\r\n"
                                    + "Host: a\r\n"
                                    + "Content-Type: text/plain\r\n"
                                    + "Content-Length: 1048576\r\n\r\n");
            finish(socket, MIB);
        }
        assertThat(post("/read", MIB, false)).startsWith("HTTP/1.1 200 ");
    }

    private static Response length(Request request) throws IOException {
        return Response.text("" + request.body().text().length());
    }

    private Response keep(Request request) throws Exception {
        var length = length(request);
        kept.countDown();
        return released.await(1, TimeUnit.MINUTES) ? length : Response.of(500);
    }

    private static Response stream(Request request) throws IOException {
        var text = request.body().text();
        return Response.of(200)
                .withBody(
                        Body.streaming(
                                out -> {
                                    for (int i = 0; i < 100; i++) {
                                        out.write(text.getBytes(StandardCharsets.UTF_8));
                                    }
                                }));
    }

    /** A client that sends a tenth of its body and then a byte now and then, and has begun. */
    private void trickle(String path) throws IOException {
        var socket =
                connect(
                        "POST "
                                + path
                                + " HTTP/1.1\r\n"
                                + "Host: a\r\n"
                                + "Content-Type: text/plain\r\n"
                                + "Content-Length: 1048576\r\n\r\n");
        socket.getOutputStream().write(body(100_000));
        clients.execute(
                () -> {
                    try {
                        while (!released.await(100, TimeUnit.MILLISECONDS)) {
                            socket.getOutputStream().write('x');
                        }
                    } catch (IOException | InterruptedException endOfTheTest) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private Socket connect(String head) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(bytes(head));
        return socket;
    }

    private static void finish(Socket socket, int length) throws IOException {
        socket.getOutputStream().write(body(length));
    }

    private String post(String path, int length, boolean isChunked) throws IOException {
        var framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
        var head =
                "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nConnection: close\r\n%s\r\n\r\n"
                        .formatted(path, framing);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            out.write(bytes(head));
            var reading = clients.submit(() -> answer(socket));
            try {
                for (int left = length; left > 0; left -= 50_000) {
                    int piece = Math.min(left, 50_000);
                    out.write(bytes(isChunked ? Integer.toHexString(piece) + "\r\n" : ""));
                    out.write(body(piece));
                    out.write(bytes(isChunked ? "\r\n" : ""));
                }
                out.write(bytes(isChunked ? "0\r\n\r\n" : ""));
            } catch (SocketException answeredBefore) {
                // What it was answered is what counts.
            }
            return reading.get(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static String answer(Socket socket) {
        var read = new StringBuilder();
        try {
            var in = socket.getInputStream();
            var piece = new byte[1000];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                read.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
                if (read.indexOf("\r\n\r\n") > 0 && !read.toString().startsWith("HTTP/1.1 1")) {
                    break;
                }
            }
        } catch (IOException e) {
            if (read.isEmpty()) {
                throw new UncheckedIOException(e);
            }
        }
        return read.toString();
    }

    private static byte[] body(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
