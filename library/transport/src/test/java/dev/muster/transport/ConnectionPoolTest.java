package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.transport.TransportException.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;

class ConnectionPoolTest {
    private final EventLoops loops = EventLoops.create(1);
    private final ConnectionPool pool = new ConnectionPool(loops, PoolConfig.standard());
    private final Client client = new Client(pool, loops.next());

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void sendsARequestAndReceivesItsResponse() throws Exception {
        try (var listener = echo()) {
            var answer = client.send(listener.port(), "POST", "/a?b", "hello");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("POST /a?b\nhello");
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        try (var listener = echo()) {
            for (int i = 0; i < 10; i++) {
                client.send(listener.port(), "GET", "/" + i, "");
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> client.send(port, "GET", "/", ""))
                .matches(e -> e.kind() == Kind.UNREACHABLE);
    }

    private HttpListener echo() {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), new Echo());
    }
}
