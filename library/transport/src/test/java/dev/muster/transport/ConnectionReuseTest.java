package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** When a connection carries a second request, and when it must not. */
@ExtendWith(LeakCheck.class)
class ConnectionReuseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noRequestIsLostToAPeerThatClosesJustAfterItsAnswer(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        try (var peer = Peer.answering(OK + "Content-Length: 0\r\n\r\n")) {
            var client = client();
            for (int i = 0; i < 300; i++) {
                assertThat(client.send(peer.port(), "POST", "/" + i, "").status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void usesAConnectionAgainForWhatMayNotBeSentTwice(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        var client = client();
        try (var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), new Echo())) {
            client.send(listener.port(), "GET", "/", "");
            client.send(listener.port(), "GET", "/", "");
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(listener.port(), "POST", "/" + i, "hello").body())
                        .isEqualTo("POST /" + i + "\nhello");
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "POST", "PUT", "PATCH", "QUERY"})
    void aConnectionWhoseBodyMayLieUnreadIsNotUsedAgain(String method) throws Exception {
        try (var unread = new Peer(ConnectionReuseTest::answerHeadsAlone)) {
            var client = client();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(unread.port(), method, "/", "{}").status()).isEqualTo(200);
                assertThat(client.send(unread.port(), "GET", "/", "").status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norIsOneWhoseEmptyBodyMayLieUnread(boolean hasTrailers) throws Exception {
        var headRead = new CompletableFuture<Boolean>();
        var bodySent = new CompletableFuture<Boolean>();
        try (var unread =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            headRead.complete(true);
                            bodySent.join();
                            connection.send(OK + "Content-Length: 0\r\n\r\n");
                            connection.readToEnd();
                        })) {
            var loop = loops.next();
            var pool = new ConnectionPool(loops, PoolConfig.standard());
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), unread.port());
            var head = RequestHead.of("POST", "/", new FlatHeaders());
            var answer = new CompletableFuture<Client.Answer>();
            var sink = new Client.Collector(answer);
            var exchange =
                    loop.submit(
                                    () -> {
                                        var begun = pool.send(loop, address, head, sink);
                                        if (hasTrailers) {
                                            begun.trailers(new FlatHeaders().add("X-Sum", "1"));
                                            begun.end();
                                        }
                                        return begun;
                                    })
                            .get(10, TimeUnit.SECONDS);
            headRead.get(10, TimeUnit.SECONDS);
            loop.submit(exchange::end).get(10, TimeUnit.SECONDS);
            bodySent.complete(true);
            assertThat(Client.await(answer).status()).isEqualTo(200);
            assertThat(new Client(pool, loop).send(unread.port(), "GET", "/", "").status())
                    .isEqualTo(200);
            assertThat(unread.accepted()).isEqualTo(2);
        }
    }

    @Test
    void nobodyGetsAnAnswerThatIsNotTheirs(@TempDir Path folder) throws Exception {
        var script = Files.writeString(folder.resolve("upstream.py"), UPSTREAM);
        var python =
                new ProcessBuilder(python().toString(), script.toString())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        try (var out = python.inputReader()) {
            int port = Integer.parseInt(out.readLine());
            var client = client();
            for (int round = 0; round < 200; round++) {
                var method = round % 2 == 0 ? "GET" : "POST";
                var spoiling =
                        client.start(
                                port,
                                method,
                                "/spoils",
                                "{\"a\": 1}\r\nGET /evil HTTP/1.1\r\n\r\n");
                var bystanders = new ArrayList<CompletableFuture<Client.Answer>>();
                for (int i = 0; i < 5; i++) {
                    bystanders.add(client.start(port, "GET", "/" + round + "-" + i, ""));
                }
                assertThat(Client.await(spoiling).body()).isEqualTo("/spoils");
                for (int i = 0; i < 5; i++) {
                    assertThat(Client.await(bystanders.get(i)).body())
                            .isEqualTo("/" + round + "-" + i);
                }
            }
        } finally {
            python.destroyForcibly().waitFor();
        }
    }

    @Test
    void isTheFirstToCloseWhereThePeerSaysHowLongItWaits() throws Exception {
        var closed = new CompletableFuture<Boolean>();
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.send(
                                    OK
                                            + "Keep-Alive: max=9, timeout=1\r\n"
                                            + "Content-Length: 0\r\n\r\n");
                            closed.complete(connection.readToEnd().isEmpty());
                        })) {
            client().send(peer.port(), "GET", "/", "");
            await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
            assertThat(closed.join()).isTrue();
        }
    }

    private static void answerHeadsAlone(Raw connection) throws IOException {
        while (true) {
            var head = connection.readUntil("\r\n\r\n");
            boolean isRequest = head.matches("(?s)[A-Z]+ / HTTP/1.1.*");
            connection.send(
                    "HTTP/1.1 " + (isRequest ? 200 : 400) + " A\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private Client client() {
        return new Client(new ConnectionPool(loops, PoolConfig.standard()), loops.next());
    }

    private static Path python() {
        var found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, "python3"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), "python3 is not on the PATH");
        return found.orElseThrow();
    }

    private static final String UPSTREAM =
            """
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

            class Unread(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self):
                    body = self.path.encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                do_POST = do_GET

                def log_message(self, *_):
                    pass

            class Server(ThreadingHTTPServer):
                daemon_threads = True
                request_queue_size = 128

            server = Server(("127.0.0.1", 0), Unread)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """;
}
