package dev.muster.gateway;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Bodies far larger than the memory that may be held for them. */
class StreamingTest {
    private static final int PIECE = 1 << 16;
    private static final long SIZE = 100L << 20;

    /** What may be on its way: sockets' buffers on four ends, and the gateway's own. */
    private static final long HELD_AT_MOST = 32L << 20;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void downloadsPassThrough(boolean chunked) throws IOException {
        try (var replica = RawUpstream.replying("a", (_, peer) -> sendBody(peer, chunked));
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                var head = client.readHead();
                assertThat(Wire.isChunked(head)).isEqualTo(chunked);
                assertThat(Wire.skipBody(head, client.in())).isEqualTo(SIZE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void uploadsPassThrough(boolean chunked) throws IOException {
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    var head = peer.readHead();
                                    long size = Wire.skipBody(head, peer.in());
                                    peer.write(RawUpstream.ok(Long.toString(size)));
                                });
                var scene = unlimited(replica);
                var client = new RawClient(scene.port())) {
            sendBody(client, chunked);
            assertThat(client.read().body()).isEqualTo(Long.toString(SIZE));
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheServiceBack() throws IOException {
        var sent = new AtomicLong();
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) -> {
                                    peer.write(lengthHead());
                                    for (long i = 0; i < SIZE; i += PIECE) {
                                        peer.write(new byte[PIECE]);
                                        sent.addAndGet(PIECE);
                                    }
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            var head = client.readHead();
            long stuckAt = settled(sent);
            assertThat(stuckAt).isLessThan(HELD_AT_MOST);
            assertThat(Wire.skipBody(head, client.in())).isEqualTo(SIZE);
        }
    }

    @Test
    void aServiceThatDoesNotReadHoldsTheClientBack() throws Exception {
        var sent = new AtomicLong();
        var mayRead = new CountDownLatch(1);
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    var head = peer.readHead();
                                    try {
                                        mayRead.await();
                                    } catch (InterruptedException e) {
                                        throw new IOException(e);
                                    }
                                    Wire.skipBody(head, peer.in());
                                    peer.write(RawUpstream.ok("done"));
                                });
                var scene = unlimited(replica);
                var client = new RawClient(scene.port())) {
            var sender =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    client.send(postHead("Content-Length: " + SIZE));
                                    for (long i = 0; i < SIZE; i += PIECE) {
                                        client.out().write(new byte[PIECE]);
                                        sent.addAndGet(PIECE);
                                    }
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            assertThat(settled(sent)).isLessThan(HELD_AT_MOST);
            mayRead.countDown();
            assertThat(client.read().body()).isEqualTo("done");
            sender.join();
            assertThat(sent).hasValue(SIZE);
        }
    }

    @Test
    void piecesArriveAsTheyAreSent() throws IOException {
        var next = new SynchronousQueue<String>();
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) -> {
                                    peer.write(
                                            Wire.head(
                                                    "HTTP/1.1 200 OK",
                                                    "Content-Type: text/event-stream",
                                                    "Transfer-Encoding: chunked"));
                                    for (int i = 0; i < 3; i++) {
                                        peer.write("4\r\n" + take(next) + "\r\n");
                                    }
                                    peer.write("0\r\n\r\n");
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).contains("event-stream");
            for (var piece : new String[] {"one\n", "two\n", "six\n"}) {
                Thread.startVirtualThread(() -> offer(next, piece));
                assertThat(chunk(client.in())).isEqualTo(piece);
            }
        }
    }

    private static Scene unlimited(RawUpstream replica) {
        return new Scene(config -> config.withEdge(config.edge().withMaxBodyBytes(-1)))
                .serving(replica);
    }

    /** How much was sent once no more is. */
    private static long settled(AtomicLong sent) {
        var last = new AtomicLong(-1);
        eventually()
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            long now = sent.get();
                            return now > 0 && last.getAndSet(now) == now;
                        });
        return sent.get();
    }

    private static String lengthHead() {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n";
    }

    private static String postHead(String framing) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n";
    }

    private static void sendBody(RawUpstream.Peer peer, boolean chunked) throws IOException {
        peer.write(
                chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" : lengthHead());
        for (long i = 0; i < SIZE; i += PIECE) {
            peer.write(piece(chunked));
        }
        peer.write(chunked ? "0\r\n\r\n" : "");
    }

    private static void sendBody(RawClient client, boolean chunked) throws IOException {
        client.send(postHead(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + SIZE));
        for (long i = 0; i < SIZE; i += PIECE) {
            client.out().write(piece(chunked));
        }
        client.send(chunked ? "0\r\n\r\n" : "");
    }

    private static byte[] piece(boolean chunked) {
        var text = "x".repeat(PIECE);
        return (chunked ? Integer.toHexString(PIECE) + "\r\n" + text + "\r\n" : text)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String chunk(InputStream in) throws IOException {
        var size = new String(in.readNBytes(3), StandardCharsets.US_ASCII);
        assertThat(size).isEqualTo("4\r\n");
        var text = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
        in.skipNBytes(2);
        return text;
    }

    private static String take(SynchronousQueue<String> queue) throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void offer(SynchronousQueue<String> queue, String text) {
        try {
            queue.put(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
