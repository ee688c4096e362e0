package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

@ExtendWith(LeakCheck.class)
class PoolDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final PoolConfig CONFIG = PoolConfig.standard();
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void waitsForAResponseNoLongerThanAllowed() throws Exception {
        try (var peer = new Peer(Raw::readToEnd)) {
            var client = client(CONFIG.withHeadTimeout(SHORT));
            assertThat(failure(client, peer.port()).kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void waitsForAHeadThatTricklesNoLongerThanAllowed() throws Exception {
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.send(OK + "X: ");
                            // One byte after the other, until the client has had enough.
                            while (!connection.isLeftWithin(Duration.ofMillis(20))) {
                                connection.send("a");
                            }
                        })) {
            var client = client(CONFIG.withHeadTimeout(SHORT));
            assertThat(failure(client, peer.port()).kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void waitsForABodyNoLongerThanAllowed() throws Exception {
        try (var peer =
                new Peer(
                        connection ->
                                connection
                                        .send(OK + "Content-Length: 5\r\n\r\nhell")
                                        .readToEnd())) {
            var client = client(CONFIG.withBodyTimeout(SHORT));
            assertThat(failure(client, peer.port()).kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void closesAConnectionThatIsNotUsed() throws Exception {
        try (var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), new Echo())) {
            client(CONFIG.withIdleTimeout(SHORT)).send(listener.port(), "GET", "/", "");
            await().until(() -> listener.connections() == 0);
        }
    }

    private Client client(PoolConfig config) {
        return new Client(new ConnectionPool(loops, config), loops.next());
    }

    private static TransportException failure(Client client, int port) {
        return catchThrowableOfType(
                TransportException.class, () -> client.send(port, "GET", "/", ""));
    }
}
