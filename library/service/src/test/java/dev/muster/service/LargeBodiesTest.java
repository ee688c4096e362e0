package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** A service with little memory among clients that all send as much as they may. */
class LargeBodiesTest {
    private static final int CLIENTS = 40;
    private static final String OF_MAPS = "[" + "{},".repeat(340_000) + "{}]";
    private static final String MAPS_IN_MAPS =
            "[" + ("{\"\":".repeat(98) + "0" + "}".repeat(98) + ",").repeat(1_600) + "{}]";

    @TempDir private Path folder;
    private Process process = new ProcessBuilder("true").start();

    LargeBodiesTest() throws IOException {}

    /** The program. */
    static final class Main {
        public static void main(String[] args) {
            Service.create(
                            "typed",
                            s ->
                                    s.post("/maps", Map[].class, maps -> maps.length)
                                            .post("/text", r -> r.body().text().length())
                                            .nonBlocking("POST", "/loop", LargeBodiesTest::length))
                    .start();
        }
    }

    private static Response length(Request request) throws IOException {
        return Response.text("" + request.body().bytes().length);
    }

    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @CsvSource({"/maps, false", "/maps, true", "/text, true", "/loop, true"})
    void outlivesThemAndAnswersEach(String path, boolean chunked) throws Exception {
        int port = start("96m");
        var statuses = sendAtOnce(port, path, OF_MAPS, chunked);
        assertThat(statuses).hasSize(CLIENTS).contains(200);
        assertThat(statuses).allMatch(status -> status == 200 || status == 503);
        assertThat(process.isAlive()).isTrue();
        assertThat(post(port, "/maps", "[{}]".getBytes(StandardCharsets.UTF_8), false))
                .isEqualTo(200);
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory");
    }

    /** As long as the others, and thirty times as large once it is read. */
    @Test
    void refusesOneThatAloneIsMoreThanTheHeap() throws Exception {
        int port = start("40m");
        assertThat(sendAtOnce(port, "/maps", MAPS_IN_MAPS, false))
                .contains(400)
                .allMatch(status -> status == 400 || status == 503);
        assertThat(process.isAlive()).isTrue();
        assertThat(post(port, "/maps", "[{}]".getBytes(StandardCharsets.UTF_8), false))
                .isEqualTo(200);
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory");
    }

    private static List<Integer> sendAtOnce(int port, String path, String json, boolean chunked)
            throws Exception {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> client = () -> post(port, path, body, chunked);
            for (var answer : threads.invokeAll(Collections.nCopies(CLIENTS, client))) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }

    private static int post(int port, String path, byte[] body, boolean chunked)
            throws IOException {
        var framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            var head =
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + framing
                            + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.UTF_8));
            try {
                write(body, chunked, out);
            } catch (SocketException e) {
                // Answered before it was all said; the answer is read below.
            }
            return status(socket.getInputStream());
        }
    }

    private static void write(byte[] body, boolean chunked, OutputStream out) throws IOException {
        int piece = 8 << 10;
        for (int at = 0; at < body.length; at += piece) {
            int length = Math.min(piece, body.length - at);
            if (chunked) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            out.write(body, at, length);
            if (chunked) {
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int status(InputStream in) throws IOException {
        var start = new String(in.readNBytes(12), StandardCharsets.UTF_8);
        return start.startsWith("HTTP/1.1 ") ? Integer.parseInt(start.substring(9)) : 0;
    }

    private int start(String heap) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var log = folder.resolve("log");
        var builder =
                new ProcessBuilder(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx" + heap,
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("PORT", "0");
        process = builder.start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains("listening on port"));
        var lines = Files.readString(log);
        return Integer.parseInt(lines.replaceAll("(?s).*listening on port (\\d+).*", "$1"));
    }
}
