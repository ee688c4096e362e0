package dev.muster.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.control.ControlClient.Format;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the client sends to an agent, and what it makes of its answers. */
final class ControlClientTest {
    private ServerSocket agent;
    private ControlClient client;

    @BeforeEach
    void listen() throws IOException {
        agent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = new ControlClient(agent.getLocalPort(), "the-token");
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void showsItsTokenAndAsksForOneConnectionACall() throws Exception {
        var request = answerOnce("HTTP/1.1 204 No Content\r\n\r\n");
        try (var reply =
                client.get(Target.of(ApiPaths.FLEET).with(ApiQuery.COLUMNS, 80), Format.TEXT)) {
            assertThat(reply.status()).isEqualTo(204);
        }

        assertThat(request.get())
                .startsWith("GET /api/v1/fleet?columns=80 HTTP/1.1\r\n")
                .contains(
                        "\r\nHost: localhost:" + agent.getLocalPort() + "\r\n",
                        "\r\nAuthorization: Bearer the-token\r\n",
                        "\r\nAccept: text/plain\r\n",
                        "\r\nConnection: close\r\n");
    }

    @Test
    void sendsAnOrderAsJson() throws Exception {
        var request = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        client.post(Target.of(ApiPaths.SCALE, "a"), Format.JSON, "{\"replicas\":3}").close();

        assertThat(request.get())
                .startsWith("POST /api/v1/services/a/scale HTTP/1.1\r\n")
                .contains("\r\nContent-Type: application/json\r\nContent-Length: 14\r\n")
                .endsWith("\r\n\r\n{\"replicas\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 7\r\n\r\ngrößeand more",
                "transfer-encoding: chunked\r\n\r\n4;x=y\r\ngrö\r\n003\r\nße\r\n0\r\nA: b\r\n\r\n",
                "\r\ngröße"
            })
    void readsABodyHoweverItsEndIsTold(String headAndBody) throws Exception {
        var _ = answerOnce("HTTP/1.1 200 OK\r\n" + headAndBody);

        try (var reply = client.get(Target.of("/"), Format.JSON)) {
            assertThat(reply.text()).isEqualTo("größe");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\nhalf",
                "Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n\r\n"
            })
    void neverTakesACutBodyForAWholeOne(String headAndBody) throws Exception {
        var _ = answerOnce("HTTP/1.1 200 OK\r\n" + headAndBody);

        try (var reply = client.get(Target.of("/"), Format.JSON)) {
            assertThatIOException().isThrownBy(reply::text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n",
                ""
            })
    void saysThatSomethingElseAnswers(String answer) throws Exception {
        var _ = answerOnce(answer);

        assertThatIOException().isThrownBy(() -> client.get(Target.of("/"), Format.TEXT).close());
    }

    @Test
    void readsNoEndlessLine() throws Exception {
        var _ = answerOnce("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20));

        assertThatIOException()
                .isThrownBy(() -> client.get(Target.of("/"), Format.TEXT).close())
                .withMessageContaining("no Muster agent");
    }

    @Test
    void saysThatNothingAnswers() throws Exception {
        agent.close();

        assertThatIOException().isThrownBy(() -> client.get(Target.of("/"), Format.TEXT).close());
    }

    /** The kernel takes the calls of a process that is suspended. */
    @Test
    void givesUpAnOrderOnceNoOtherCallIsAnsweredEither() {
        var impatient = new ControlClient(agent.getLocalPort(), "", Duration.ofMillis(50));

        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(
                        () -> impatient.post(Target.of(ApiPaths.DOWN), Format.TEXT, "").close());
    }

    @Test
    void waitsForAnOrderAsLongAsOtherCallsAreAnswered() throws Exception {
        var patient = new ControlClient(agent.getLocalPort(), "", Duration.ofSeconds(5));
        var answered =
                CompletableFuture.runAsync(
                        () -> {
                            try (var order = agent.accept()) {
                                agent.accept().close();
                                order.getOutputStream()
                                        .write("HTTP/1.1 200 OK\r\n\r\ndown".getBytes(UTF_8));
                                order.shutdownOutput();
                                order.getInputStream().readAllBytes();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });

        try (var reply = patient.post(Target.of(ApiPaths.DOWN), Format.TEXT, "")) {
            assertThat(reply.text()).isEqualTo("down");
        }
        answered.get();
    }

    /** Answers one request, whatever it is; the whole of it comes once the client has closed. */
    private CompletableFuture<String> answerOnce(String answer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var connection = agent.accept()) {
                        connection.getOutputStream().write(answer.getBytes(UTF_8));
                        connection.shutdownOutput();
                        return new String(connection.getInputStream().readAllBytes(), UTF_8);
                    } catch (IOException e) {
                        return e.toString();
                    }
                });
    }
}
