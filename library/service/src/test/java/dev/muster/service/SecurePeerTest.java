package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.muster.client.Get;
import dev.muster.client.Peer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A service that calls a peer over TLS, as its environment says. */
class SecurePeerTest {
    private static final String PASSWORD = "changeit";

    @TempDir private static Path folder;

    @Peer("bank")
    interface Bank {
        @Get("/rate")
        Rate rate();
    }

    record Rate(int percent) {}

    @BeforeAll
    static void makeCertificate() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=bank", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("bank.pem").toString());
    }

    @Test
    void isCalledWithTheCertificatesOfTheEnvironment() throws Exception {
        try (var bank = new BankServer();
                var service =
                        service(
                                Map.of(
                                        "BANK_URL",
                                        bank.address(),
                                        "SSL_CERT_FILE",
                                        folder.resolve("bank.pem").toString()))) {
            // The first handshake of a JVM may take long on a busy machine.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(get(service)).isEqualTo("200 4"));
        }
    }

    @Test
    void isNotCalledWithoutTls() throws Exception {
        try (var bank = new BankServer();
                var service =
                        service(
                                Map.of(
                                        "BANK_URL",
                                        bank.address(),
                                        "CONSUL_HTTP_ADDR",
                                        "127.0.0.1:1",
                                        "SSL_CERT_FILE",
                                        folder.resolve("bank.pem").toString()))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(get(service)).isEqualTo("200 4"));
        }
    }

    @Test
    void isNotCalledWhereNobodyTrustsIt() throws Exception {
        try (var bank = new BankServer();
                var service = service(Map.of("BANK_URL", bank.address()))) {
            assertThat(get(service)).startsWith("503");
        }
    }

    @Test
    void saysAtTheStartWhichCertificatesAreMissing() {
        var environment = Map.of("BANK_URL", "https://bank.test", "SSL_CERT_FILE", "/none.pem");
        assertThatThrownBy(() -> service(environment))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "SSL_CERT_FILE: the certificates in /none.pem cannot be read: there is no"
                                + " such file");
        // Who calls nobody over TLS needs none.
        service(Map.of("BANK_URL", "http://bank.test", "SSL_CERT_FILE", "/none.pem")).close();
    }

    private static RunningService service(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.put("PORT", "0");
        return Service.create("shop", SecurePeerTest::describe).start(all);
    }

    private static void describe(Setup s) {
        var bank = s.client(Bank.class);
        s.get("/", _ -> Integer.toString(bank.rate().percent()));
    }

    private static String get(RunningService service) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + service.port() + "/");
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private static void keytool(String... options) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-alias", "bank", "-keystore", store().toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private static Path store() {
        return folder.resolve("bank.p12");
    }

    /** The JDK's server. */
    private static final class BankServer implements AutoCloseable {
        private final HttpsServer server;

        BankServer() throws Exception {
            var store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpsServer.create(address, 50);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/rate", BankServer::answer);
            server.start();
        }

        String address() {
            return "https://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        }

        @Override
        public void close() {
            server.stop(0);
        }

        private static void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                var rate = "{\"percent\":4}".getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, rate.length);
                exchange.getResponseBody().write(rate);
            }
        }
    }
}
