package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.transport.TransportException.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Peers that are known by a name, which may have several addresses. */
class NamedPeerTest {
    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2 127.0.0.1, 127.0.0.1",
        "127.0.0.1 127.0.0.2, 127.0.0.1",
        "127.0.0.3 127.0.0.2 127.0.0.1, 127.0.0.1",
        "127.0.0.1 ::1, ::1",
        // Nobody answers there, not even with a refusal.
        "192.0.2.1 127.0.0.1, 127.0.0.1"
    })
    void isReachedAtWhicheverAddressAnswers(String addresses, String listens) throws Exception {
        var config = ListenerConfig.loopback(0).withHost(listens);
        try (var listener = HttpListener.bind(loops, config, new Echo())) {
            var client = client(addresses.split(" ", -1));
            for (int i = 0; i < 3; i++) {
                var answer = client.start(name("shop", listener.port()), "GET", "/" + i, "");
                assertThat(Client.await(answer).body()).isEqualTo("GET /" + i + "\n");
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @Test
    void isToldWhereNoAddressAnswers() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var answer = client("127.0.0.2", "127.0.0.1").start(name("shop", port), "GET", "/", "");
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> Client.await(answer))
                .returns(Kind.UNREACHABLE, TransportException::kind)
                .returns("connection refused", TransportException::reason);
    }

    @Test
    void isToldWhereNobodyKnowsTheName() {
        var answer = client().start(name("nobody.invalid", 80), "GET", "/", "");
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> Client.await(answer))
                .returns(Kind.UNREACHABLE, TransportException::kind)
                .returns("nobody knows the address of nobody.invalid", TransportException::reason);
    }

    @Test
    void isNotConnectedToOnceThePoolIsClosed() throws Exception {
        var looked = new CountDownLatch(1);
        HostResolver slow =
                _ -> {
                    Client.await(looked);
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                };
        var config = ListenerConfig.loopback(0);
        try (var listener = HttpListener.bind(loops, config, new Echo())) {
            var trusted = TrustedIssuers.ofRuntime();
            var pool = new ConnectionPool(loops, PoolConfig.standard(), trusted, slow);
            var loop = loops.next();
            var answer =
                    new Client(pool, loop).start(name("shop", listener.port()), "GET", "/", "");
            loop.submit(pool::close).get(10, TimeUnit.SECONDS);
            loop.submit(looked::countDown).get(10, TimeUnit.SECONDS);

            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(() -> Client.await(answer))
                    .returns(Kind.CANCELLED, TransportException::kind);
            assertThat(listener.connections()).isZero();
        }
    }

    private static InetSocketAddress name(String host, int port) {
        var address = ConnectionPool.address(host, port);
        assertThat(address.isUnresolved()).isTrue();
        return address;
    }

    private Client client(String... literals) {
        HostResolver resolver =
                host -> {
                    if (literals.length == 0) {
                        throw new UnknownHostException(host);
                    }
                    var addresses = new InetAddress[literals.length];
                    for (int i = 0; i < literals.length; i++) {
                        addresses[i] = InetAddress.getByName(literals[i]);
                    }
                    return addresses;
                };
        var pool =
                new ConnectionPool(
                        loops, PoolConfig.standard(), TrustedIssuers.ofRuntime(), resolver);
        return new Client(pool, loops.next());
    }
}
