package dev.muster.supervisor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentences;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.process.linux.LinuxHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** What a probe makes of answers. No server here ever closes its connection by itself. */
final class ProbeTest {

    private static final String PASSED = "passed";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok | passed
                    HTTP/1.1 200\\r\\nContent-Length: 0\\r\\n\\r\\n | passed
                    HTTP/1.0 200 OK\\r\\n\\r\\nok | passed
                    HTTP/1.1 204 No Content\\r\\n\\r\\n | passed
                    HTTP/1.1 200 OK\\nContent-Length: 0\\n\\n | passed
                    HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n | passed
                    HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\ndata: | passed
                    HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\n\\r\\ndata: 1\\n\\n | passed
                    HTTP/1.1 200 OK\\r\\nContent-Length: 9999\\r\\n\\r\\nless | passed
                    HTTP/1.1 102 Processing\\r\\n\\r\\nHTTP/1.1 103 Early Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n | passed
                    HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 503 Busy\\r\\nContent-Length: 0\\r\\n\\r\\n | GET /ready answered 503
                    HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n | GET /ready answered 101; set `probe: { ready: { http: /PATH } }` to a path that answers 200 once it is ready, or `probe: { ready: { tcp: true } }`
                    HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n | GET /ready answered 404; set `probe: { ready: { http: /PATH } }` to a path that answers 200 once it is ready, or `probe: { ready: { tcp: true } }`
                    HTTP/1.1 429 Slow Down\\r\\nContent-Length: 0\\r\\n\\r\\n | GET /ready answered 429
                    HTTP/1.1 503 Busy\\r\\nContent-Length: 51\\r\\n\\r\\n{"status":"not ready","failing":{"db":"not there"}} | GET /ready answered 503: db: not there
                    HTTP/1.1 503 Busy\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n19\\r\\n{"failing":{"db":"no answ\\r\\n12\\r\\ner","cache":"no"}}\\r\\n0\\r\\n\\r\\n | GET /ready answered 503: db: no answer; cache: no
                    HTTP/1.1 503 Busy\\r\\n\\r\\n{"status":"DOWN","components":{"ping":{"status":"UP"},"db":{"status":"DOWN","details":{"error":"refused"}}}} | GET /ready answered 503: db: refused
                    HTTP/1.1 500 Oops\\r\\nContent-Length: 14\\r\\n\\r\\nno such table\\n | GET /ready answered 500: no such table
                    HTTP/1.1 500 Oops\\r\\nContent-Length: 13\\r\\n\\r\\n<html></html> | GET /ready answered 500
                    SSH-2.0-OpenSSH_9.6\\r\\n | GET /ready was answered by something that is not HTTP/1.1
                    HTTP/2 200 OK\\r\\n\\r\\n | GET /ready was answered by something that is not HTTP/1.1
                    HTTP/1.1 2000 OK\\r\\n\\r\\n | GET /ready was answered by something that is not HTTP/1.1
                    \\25\\3\\1 | GET /ready was answered in TLS; a replica is probed and called in plain HTTP
                    """)
    void readsOneAnswer(String answer, String verdict) throws Exception {
        assertThat(probe(answer.translateEscapes())).isEqualTo(verdict);
    }

    /** The time that it takes to be connected is part of it. */
    @Test
    void waitsNoLongerThanItsTimeForAnAnswer() throws Exception {
        var nanos = new AtomicLong();
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var result =
                    new Probe(
                                    new ReadyCheck.Http("/ready"),
                                    TIMEOUT,
                                    () -> nanos.getAndAdd(TIMEOUT.toNanos() * 2 / 3))
                            .check("127.0.0.1", silent.getLocalPort());

            assertThat(result)
                    .isEqualTo(new ProbeResult.Failed(new Cause.NoAnswer("GET /ready", TIMEOUT)));
        }
    }

    @Test
    void saysThatAHeadIsTooLarge() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n" + "X-Filler: y\r\n".repeat(6000);

        assertThat(probe(answer))
                .isEqualTo("GET /ready was answered with a head of more than 64 KiB");
    }

    @Test
    void saysThatAConnectionWasCut() throws Exception {
        assertThat(probeCut("")).isEqualTo("GET /ready was cut without an answer");
        assertThat(probeCut("HTTP/1.1 200 OK\r\nX"))
                .isEqualTo("GET /ready was cut within the answer's head");
    }

    @Test
    void findsWhatListensOnTheNewerLoopbackAlone() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("::1"))) {
            var result =
                    new Probe(new ReadyCheck.Tcp(), TIMEOUT, System::nanoTime)
                            .check("127.0.0.1", server.getLocalPort());

            assertThat(result).isEqualTo(new ProbeResult.Passed("::1"));
        }
    }

    @Test
    void saysWhereAReplicaListensInstead() throws Exception {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("::1"))) {
            long self = ProcessHandle.current().pid();
            var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());

            assertThat(new LinuxHost().listening(List.of(self))).contains(address);
        }
        assertThat(listening()).isEqualTo("nothing listens on port 20113");
        assertThat(listening(at("0.0.0.0", 3000)))
                .endsWith("; it listens on port 3000 instead of the one that PORT tells it");
        assertThat(listening(at("127.0.0.1", 9229), at("::", 3000)))
                .endsWith(
                        "; it listens on ports 3000 and 9229 instead of the one that PORT tells"
                                + " it");
        assertThat(listening(at("10.0.0.5", 20_113), at("10.0.0.5", 3000)))
                .endsWith(" of the loopback; it listens there on 10.0.0.5 alone");
    }

    private static String listening(InetSocketAddress... addresses) {
        return Sentences.of(ReplicaCheck.nothingListens(20_113, List.of(addresses))).text();
    }

    private static InetSocketAddress at(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static String probe(String answer) throws Exception {
        return probe(answer, false);
    }

    private static String probeCut(String answer) throws Exception {
        return probe(answer, true);
    }

    private static String probe(String answer, boolean cut) throws Exception {
        var probed = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> serve(server, answer, cut, probed));
            var result =
                    new Probe(new ReadyCheck.Http("/ready"), TIMEOUT, System::nanoTime)
                            .check("127.0.0.1", server.getLocalPort());
            return result instanceof ProbeResult.Failed(var why)
                    ? Sentences.of(why).text()
                    : PASSED;
        } finally {
            probed.countDown();
        }
    }

    private static void serve(
            ServerSocket server, String answer, boolean cut, CountDownLatch probed) {
        try (Socket socket = server.accept()) {
            // All of the request, or closing would reset the connection instead of ending it.
            var request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                request.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            if (!cut) {
                probed.await();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
