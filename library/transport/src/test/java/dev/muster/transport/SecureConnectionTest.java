package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Peers that speak TLS, and such that only should. */
@ExtendWith(LeakCheck.class)
class SecureConnectionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String HERE = "dns:localhost,ip:127.0.0.1";

    @TempDir private static Path folder;
    private static Certificates certificates;
    private static SSLContext good;

    private EventLoops loops = EventLoops.create(1);

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        good = certificates.signed("good", HERE);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "localhost."})
    void answersAPeerWhoseCertificateIsForItsName(String host) throws Exception {
        try (var server = new EchoServer(good)) {
            var peer = ConnectionPool.address(host, server.port());
            var pool = new ConnectionPool(loops, patient(), trusted(), _ -> here());
            var client = new Client(pool, loops.next(), true);
            var answer = Client.await(client.start(peer, "POST", "/a?b=c", "hello"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.head().fields().get("X-Seen"))
                    .isEqualTo("POST /a?b=c for " + host + ":" + server.port());
            assertThat(answer.head().fields().get("X-Protocol")).isEqualTo("TLSv1.3");
            assertThat(answer.head().fields().get("X-Name"))
                    .isEqualToIgnoringCase(host.startsWith("127") ? "[]" : "[localhost]");
        }
    }

    @Test
    void speaksTls12WithAPeerThatHasNoOther() throws Exception {
        SecurePeer.Script script =
                (connection, tls, _) -> {
                    tls.setEnabledProtocols(new String[] {"TLSv1.2"});
                    connection.readUntil("\r\n\r\n");
                    connection.send(OK + "Content-Length: 2\r\n\r\nhi");
                };
        try (var peer = new SecurePeer(good, script)) {
            assertThat(client().send(peer.port(), "GET", "/", "").body()).isEqualTo("hi");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void usesAConnectionAgain(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        SecurePeer.Script script =
                (connection, _, _) -> {
                    while (true) {
                        connection.readUntil("\r\n\r\n");
                        connection.send(OK + "Content-Length: 2\r\n\r\nhi");
                    }
                };
        try (var peer = new SecurePeer(good, script)) {
            var client = client();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(peer.port(), "GET", "/", "").body()).isEqualTo("hi");
            }
            assertThat(peer.accepted()).isEqualTo(1);
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(peer.port(), "POST", "/", "").body()).isEqualTo("hi");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noRequestIsLostToAPeerThatClosesJustAfterItsAnswer(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        try (var peer = answering(OK + "Content-Length: 0\r\n\r\n", SSLSocket::close)) {
            var client = client();
            for (int i = 0; i < 100; i++) {
                assertThat(client.send(peer.port(), "POST", "/" + i, "").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void keepsTheConnectionsOfBothSchemesApart() throws Exception {
        try (var server = new EchoServer(good);
                var plain = Peer.answering(OK + "Content-Length: 2\r\n\r\nhi")) {
            var pool = pool(trusted());
            var secure = new Client(pool, loops.next(), true);
            var open = new Client(pool, loops.next());
            assertThat(secure.send(server.port(), "GET", "/", "").status()).isEqualTo(200);
            assertThat(open.send(plain.port(), "GET", "/", "").body()).isEqualTo("hi");
            // What a plain request to a port of TLS gets is not taken from the other's connection.
            var failure =
                    catchThrowableOfType(
                            TransportException.class,
                            () -> open.send(server.port(), "GET", "/", ""));
            assertThat(failure).isNotNull();
        }
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        try (var server = new EchoServer(good)) {
            var body = "0123456789abcdef".repeat(2 << 16);
            assertThat(client().send(server.port(), "PUT", "/", body).body()).isEqualTo(body);
        }
    }

    @Test
    void tellsASenderToWaitForAPeerThatDoesNotRead() throws Exception {
        var read = new CountDownLatch(1);
        SecurePeer.Script script =
                (connection, tls, _) -> {
                    tls.startHandshake();
                    awaitQuietly(read);
                    readToLastChunk(tls.getInputStream());
                    connection.send(OK + "Content-Length: 2\r\n\r\nhi");
                };
        try (var peer = new SecurePeer(good, script)) {
            var pool = pool(trusted());
            var loop = loops.next();
            var answer = new CompletableFuture<Client.Answer>();
            var piece = new byte[64 << 10];
            loop.execute(
                    () -> {
                        var head = RequestHead.of("PUT", "/upload", new FlatHeaders());
                        var address = ConnectionPool.address("127.0.0.1", peer.port());
                        var sink = new Client.Collector(answer);
                        var exchange = pool.sendSecurely(loop, address, head, sink);
                        exchange.onWritable(
                                () -> {
                                    if (read.getCount() == 0) {
                                        exchange.onWritable(() -> {});
                                        exchange.data(
                                                Unpooled.copiedBuffer(
                                                        "the end".getBytes(US_ASCII)));
                                        exchange.end();
                                        return;
                                    }
                                    for (int i = 0; exchange.isWritable() && i < 10_000; i++) {
                                        exchange.data(Unpooled.wrappedBuffer(piece));
                                    }
                                    if (!exchange.isWritable()) {
                                        read.countDown();
                                    }
                                });
                    });
            assertThat(Client.await(answer).body()).isEqualTo("hi");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsWholeWhereTheEndOfTlsWasSaid() throws Exception {
        try (var peer = answering(OK + "\r\nhello", SSLSocket::close)) {
            assertThat(client().send(peer.port(), "GET", "/", "").body()).isEqualTo("hello");
        }
        var answered = new CountDownLatch(1);
        // TCP stays open: its end is not waited for.
        try (var peer =
                answering(
                        OK + "\r\nhello",
                        tls -> {
                            tls.shutdownOutput();
                            awaitQuietly(answered);
                        })) {
            assertThat(client().send(peer.port(), "GET", "/", "").body()).isEqualTo("hello");
            answered.countDown();
        }
    }

    @Test
    void aBodyOfUnknownLengthIsCutWhereOnlyTcpEnded() throws Exception {
        try (var peer = answering(OK + "\r\nhello", _ -> {})) {
            var failure = failure(client(), peer.port());
            assertThat(failure.kind()).isEqualTo(Kind.CLOSED_WITHIN_RESPONSE);
        }
    }

    @Test
    void aBodyOfKnownLengthNeedsNoEndOfTls() throws Exception {
        try (var peer = answering(OK + "Content-Length: 5\r\n\r\nhello", _ -> {})) {
            assertThat(client().send(peer.port(), "GET", "/", "").body()).isEqualTo("hello");
        }
    }

    @Test
    void saysWhatIsWrongWithACertificate() throws Exception {
        assertThat(refusal(certificates.signed("other", "dns:other.test,ip:127.0.0.9")))
                .startsWith("its certificate is not for localhost: ");
        assertThat(
                        refusal(
                                certificates.signed(
                                        "past", HERE, "-startdate", "-9d", "-validity", "3")))
                .isEqualTo("its certificate has expired");
        assertThat(refusal(certificates.signed("future", HERE, "-startdate", "+3d")))
                .isEqualTo("its certificate is not valid yet");
        assertThat(refusal(certificates.selfSigned("stranger", HERE)))
                .isEqualTo(
                        "its certificate is of no issuer that "
                                + certificates.bundle()
                                + " trusts");
    }

    @Test
    void trustsWhomTheRuntimeTrustsUnlessToldOtherwise() throws Exception {
        try (var server = new EchoServer(good)) {
            assertThat(unreachable(TrustedIssuers.ofRuntime(), server.port()))
                    .isEqualTo("its certificate is of no issuer that the Java runtime trusts");
        }
    }

    @Test
    void saysWhyCertificatesCannotBeRead() throws Exception {
        var none = folder.resolve("none.pem");
        assertThat(unreachable(TrustedIssuers.in(none), 1))
                .isEqualTo(
                        "the certificates in " + none + " cannot be read: there is no such file");
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThat(unreachable(TrustedIssuers.in(empty), 1))
                .isEqualTo(
                        "the certificates in " + empty + " cannot be read: there are none in it");
        var wrong = Files.writeString(folder.resolve("wrong.pem"), "certificate\n");
        assertThat(unreachable(TrustedIssuers.in(wrong), 1))
                .startsWith("the certificates in " + wrong + " cannot be read: ");
    }

    @Test
    void saysWhatAPeerDidInsteadOfTls() throws Exception {
        try (var peer =
                new Peer(connection -> connection.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThat(unreachable(trusted(), peer.port())).isEqualTo("it speaks no TLS");
        }
        SecurePeer.Script old = (connection, tls, _) -> tls.setEnabledProtocols(new String[0]);
        try (var peer = new SecurePeer(good, old)) {
            assertThat(unreachable(trusted(), peer.port())).contains("within the TLS handshake");
        }
        SecurePeer.Script none =
                (connection, tls, _) -> {
                    tls.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"});
                    tls.startHandshake();
                };
        try (var peer = new SecurePeer(good, none)) {
            assertThat(unreachable(trusted(), peer.port())).contains("TLS handshake");
        }
    }

    @Test
    void waitsForAHandshakeAsLongAsForAConnection() throws Exception {
        try (var peer = new Peer(Raw::readToEnd)) {
            var config = PoolConfig.standard().withConnectTimeout(Duration.ofMillis(300));
            var pool = new ConnectionPool(loops, config, trusted());
            var failure = failure(new Client(pool, loops.next(), true), peer.port());
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.reason()).isEqualTo("no TLS handshake within 300 ms");
        }
    }

    @Test
    void isReachedAtTheAddressThatSpeaksTls() throws Exception {
        try (var server = new EchoServer(good);
                var other =
                        new ServerSocket(server.port(), 50, InetAddress.getByName("127.0.0.2"))) {
            Thread.startVirtualThread(() -> greet(other));
            HostResolver resolver = _ -> new InetAddress[] {other.getInetAddress(), loopback()};
            var pool = new ConnectionPool(loops, patient(), trusted(), resolver);
            var peer = ConnectionPool.address("localhost", server.port());
            var answer = new Client(pool, loops.next(), true).start(peer, "GET", "/", "");
            assertThat(Client.await(answer).status()).isEqualTo(200);
        }
    }

    private static void readToLastChunk(InputStream in) throws IOException {
        var tail = "";
        var block = new byte[16 << 10];
        while (!tail.endsWith("the end\r\n0\r\n\r\n")) {
            int count = in.read(block);
            if (count < 0) {
                throw new IOException("the request was cut");
            }
            tail = tail.substring(Math.max(0, tail.length() - 20));
            tail += new String(block, 0, count, US_ASCII);
        }
    }

    private static void greet(ServerSocket server) {
        try (var connection = new Raw(server.accept())) {
            connection.send("SSH-2.0-x\r\n").readToEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String refusal(SSLContext shown) throws IOException {
        try (var server = new EchoServer(shown)) {
            return unreachable(trusted(), server.port());
        }
    }

    /** Why nothing was sent. */
    private String unreachable(TrustedIssuers trusted, int port) {
        var failure = failure(new Client(pool(trusted), loops.next(), true), port);
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        return failure.reason();
    }

    private static TransportException failure(Client client, int port) {
        return catchThrowableOfType(
                TransportException.class, () -> client.send(port, "GET", "/", ""));
    }

    private interface End {
        void of(SSLSocket tls) throws IOException;
    }

    private static SecurePeer answering(String response, End end) throws IOException {
        return new SecurePeer(
                good,
                (Raw connection, SSLSocket tls, Socket _) -> {
                    connection.readUntil("\r\n\r\n");
                    connection.send(response);
                    end.of(tls);
                });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TrustedIssuers trusted() {
        return TrustedIssuers.in(certificates.bundle());
    }

    private Client client() {
        return new Client(pool(trusted()), loops.next(), true);
    }

    private ConnectionPool pool(TrustedIssuers trusted) {
        return new ConnectionPool(loops, patient(), trusted);
    }

    /** The first handshakes of a JVM take long on a busy machine. */
    private static PoolConfig patient() {
        return PoolConfig.standard().withConnectTimeout(Duration.ofSeconds(8));
    }

    private static InetAddress[] here() {
        return new InetAddress[] {loopback()};
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    /** The JDK's server, which answers with the body that it got. */
    private static final class EchoServer implements AutoCloseable {
        private final HttpsServer server;

        EchoServer(SSLContext context) throws IOException {
            server = HttpsServer.create(new InetSocketAddress(loopback(), 0), 50);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", EchoServer::answer);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }

        private static void answer(HttpExchange exchange) throws IOException {
            var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            var names = session.getRequestedServerNames().stream();
            var headers = exchange.getResponseHeaders();
            headers.set(
                    "X-Seen",
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestURI()
                            + " for "
                            + exchange.getRequestHeaders().getFirst("Host"));
            headers.set("X-Protocol", session.getProtocol());
            headers.set(
                    "X-Name",
                    names.map(name -> new String(name.getEncoded(), US_ASCII)).toList().toString());
            var body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
