package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.http.Body;
import dev.muster.http.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A service as a process of its own, as {@code java -jar} starts it. */
class ServiceProcessTest {
    private static final int GO_ON = '\n';

    @TempDir private Path folder;
    private Process process = new ProcessBuilder("true").start();

    ServiceProcessTest() throws IOException {}

    /** The program. */
    static final class Main {
        public static void main(String[] args) {
            Service.create(
                            "lone",
                            s ->
                                    s.get(
                                            "/slow",
                                            _ -> {
                                                System.err.println("working");
                                                // Until the test says so.
                                                return System.in.read() == GO_ON ? "done" : "";
                                            }))
                    .start();
        }
    }

    /** A program whose stream of events has no end. */
    static final class Streaming {
        public static void main(String[] args) {
            Service.create("lone", s -> s.get("/events", _ -> events())).start();
        }

        private static Response events() {
            return Response.of(200)
                    .withHeader("Content-Type", "text/event-stream")
                    .withBody(
                            Body.streaming(
                                    out -> {
                                        out.write("data: hello\n\n".getBytes(UTF_8));
                                        out.flush();
                                        System.err.println("streaming");
                                        new Semaphore(0).acquireUninterruptibly();
                                    }));
        }
    }

    /** A program that leaves while it stops. */
    static final class Leaving {
        public static void main(String[] args) {
            Service.create("lone", s -> s.onStop(() -> System.exit(3))).start().close();
        }
    }

    @BeforeEach
    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void finishesWhatItDoesAndExitsWith0OnTerm() throws Exception {
        start("0");
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("listening on port"));
        var port = Integer.parseInt(out().replaceAll("(?s).*listening on port (\\d+).*", "$1"));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var request = "GET /slow HTTP/1.1\r\nHost: lone\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(30)).until(() -> err().contains("working"));
            // Unlike the process itself, its handle leaves the standard input open.
            process.toHandle().destroy();
            await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("is stopping"));
            process.getOutputStream().write(GO_ON);
            process.getOutputStream().flush();
            var response =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.1 200 OK").endsWith("done");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(out().lines().toList().getLast()).contains("lone has stopped");
        assertThat(out()).contains("\"url.path\":\"/slow\"");
    }

    @Test
    void logsAndCountsWhatNoHandlerSees() throws Exception {
        start("0");
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("listening on port"));
        var port = Integer.parseInt(out().replaceAll("(?s).*listening on port (\\d+).*", "$1"));
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var refused =
                exchange(
                        port,
                        "PUT /a?secret HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n"
                                + "traceparent: 00-"
                                + trace
                                + "-00f067aa0ba902b7-01\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 413").contains("\"traceId\":\"" + trace + "\"");
        assertThat(exchange(port, "GET / HTTP/9.9\r\n\r\n")).startsWith("HTTP/1.1 505");
        assertThat(exchange(port, "GET /metrics HTTP/1.0\r\n\r\n"))
                .contains("method=\"PUT\",http_response_status_code=\"413\",http_route=\"\"")
                .contains("method=\"GET\",http_response_status_code=\"505\",http_route=\"\"");
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("505"));
        assertThat(out().lines().filter(line -> line.contains("PUT /a 413")))
                .singleElement()
                .asString()
                .contains("\"trace.id\":\"" + trace + "\"")
                .contains("\"error.message\":\"The body of the request is larger")
                .doesNotContain("secret");
    }

    @Test
    void endsAStreamOfEventsLongBeforeItsGraceEnds() throws Exception {
        start(Streaming.class, Map.of("PORT", "0", "MUSTER_STOP_GRACE", "600s"));
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("listening on port"));
        var port = Integer.parseInt(out().replaceAll("(?s).*listening on port (\\d+).*", "$1"));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var request = "GET /events HTTP/1.1\r\nHost: lone\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(30)).until(() -> err().contains("streaming"));
            process.destroy();
            var response =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).contains("data: hello\n\n").endsWith("\r\n0\r\n\r\n");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void exitsThoughAStopHookDoesSo() throws Exception {
        start(Leaving.class, Map.of("PORT", "0", "MUSTER_STOP_GRACE", "1s"));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
    }

    @Test
    void saysInOneSentenceThatItsPortIsNone() throws Exception {
        start("eighty");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(err())
                .isEqualTo(
                        "lone did not start: PORT is \"eighty\"; it must be a number from 0 to"
                                + " 65535\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void saysInOneSentenceWhoHasItsPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(Integer.toString(taken.getLocalPort()));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(err())
                    .contains("port " + taken.getLocalPort() + " is taken by java (pid ")
                    .hasLineCount(1);
        }
    }

    private static String exchange(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void start(String port) throws IOException {
        start(Main.class, Map.of("PORT", port));
    }

    private void start(Class<?> program, Map<String, String> environment) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName());
        builder.environment().putAll(environment);
        process =
                builder.redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
