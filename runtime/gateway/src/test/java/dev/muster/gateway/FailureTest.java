package dev.muster.gateway;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients see of replicas that answer wrongly, late or not at all. */
class FailureTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    @Test
    void answers503WithRetryAfterWhenNoReplicaIsReady() throws IOException {
        try (var scene = new Scene().serving()) {
            var answer = RawClient.get(scene.port(), "/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("1");
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).contains("No replica of svc is ready.");
        }
    }

    @Test
    void answers503WhenNobodyListensAnyMore() throws IOException {
        var gone = RawUpstream.named("gone");
        gone.close();
        try (var scene = Scene.of(gone)) {
            var answer = RawClient.get(scene.port(), "/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
            })
    void answers502WithACauseToGarbage(String garbage) throws IOException {
        try (var replica = RawUpstream.replying("a", (_, peer) -> peer.write(garbage));
                var scene = Scene.of(replica)) {
            var answer = RawClient.ask(scene.port(), POST);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).contains("svc ");
        }
    }

    @Test
    void saysThatTheHeadOfTheAnswerIsTooLarge() throws IOException {
        var oversize = Wire.head("HTTP/1.1 200 OK", "X: " + "y".repeat(70_000));
        try (var replica = RawUpstream.replying("a", (_, peer) -> peer.write(oversize));
                var scene = Scene.of(replica)) {
            var answer = RawClient.ask(scene.port(), POST);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("svc answered, but the head of the response is larger than the ")
                    .contains("its sender must use fewer or shorter header fields.")
                    .contains("may have been carried out")
                    .doesNotContain("not valid HTTP");
        }
    }

    @Test
    void answers502WhenTheConnectionClosesBeforeAnAnswer() throws IOException {
        try (var replica = RawUpstream.holding("a", RawUpstream.Peer::readHead);
                var scene = Scene.of(replica)) {
            var answer = RawClient.ask(scene.port(), POST);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("closed the connection before it answered");
        }
    }

    @Test
    void answers504WhenTheAnswerTakesTooLong() throws IOException {
        try (var replica = RawUpstream.stuck("a");
                var scene = new Scene(FailureTest::impatient).serving(replica)) {
            assertThat(RawClient.ask(scene.port(), POST).status()).isEqualTo(504);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void cutsTheClientWhenTheAnswerBreaksOff(String half) throws IOException {
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    peer.readHead();
                                    peer.write(half);
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send(GET);
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, PUT})
    void sendsAnIdempotentRequestToAnotherReplica(String request) throws IOException {
        try (var broken = RawUpstream.holding("broken", RawUpstream.Peer::readHead);
                var fine = RawUpstream.named("fine");
                var scene = Scene.of(broken, fine)) {
            for (int i = 0; i < 20; i++) {
                assertThat(RawClient.ask(scene.port(), request).body()).isEqualTo("fine");
            }
            assertThat(broken.heads()).isNotEmpty();
        }
    }

    @Test
    void sendsTheBodyAgainWhole() throws IOException {
        try (var broken = RawUpstream.holding("broken", RawUpstream.Peer::readHead);
                var echo =
                        RawUpstream.holding(
                                "echo",
                                peer -> {
                                    var head = peer.readHead();
                                    var body = Wire.readBody(head, peer.in());
                                    peer.write(
                                            RawUpstream.ok(
                                                    new String(body, StandardCharsets.US_ASCII)));
                                });
                var scene = Scene.of(broken, echo)) {
            for (int i = 0; i < 10; i++) {
                assertThat(RawClient.ask(scene.port(), PUT).body()).isEqualTo("abc");
            }
        }
    }

    @Test
    void neverSendsAPostTwiceThatMayHaveBeenExecuted() throws IOException {
        try (var one = RawUpstream.holding("one", RawUpstream.Peer::readHead);
                var two = RawUpstream.holding("two", RawUpstream.Peer::readHead);
                var scene = Scene.of(one, two)) {
            for (int i = 0; i < 5; i++) {
                assertThat(RawClient.ask(scene.port(), POST).status()).isEqualTo(502);
            }
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(5);
        }
    }

    @Test
    void sendsEvenAPostElsewhereWhenTheConnectionIsRefused() throws IOException {
        var gone = RawUpstream.named("gone");
        gone.close();
        try (var fine = RawUpstream.named("fine");
                var scene = Scene.of(gone, fine)) {
            for (int i = 0; i < 20; i++) {
                assertThat(RawClient.ask(scene.port(), POST).body()).isEqualTo("fine");
            }
            assertThat(scene.events).contains("ejected gone: UNREACHABLE");
        }
    }

    @Test
    void ejectsAReplicaAfterFiveServerErrorsInARowAndReadmitsIt() throws IOException {
        var sick = new AtomicBoolean(true);
        try (var moody =
                        RawUpstream.replying(
                                "moody",
                                (_, peer) ->
                                        peer.write(
                                                sick.get()
                                                        ? Wire.head(
                                                                "HTTP/1.1 500 No",
                                                                "Content-Length: 0")
                                                        : RawUpstream.ok("moody")));
                var fine = RawUpstream.named("fine");
                var scene = Scene.of(moody, fine);
                var client = new RawClient(scene.port())) {
            eventually()
                    .untilAsserted(
                            () -> {
                                client.get("/");
                                assertThat(scene.events).contains("ejected moody: SERVER_ERROR");
                            });
            sick.set(false);
            eventually()
                    .untilAsserted(
                            () -> {
                                client.get("/");
                                assertThat(scene.events).contains("readmitted moody");
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"})
    void asksAnotherReplicaTooWhenOneHangs(String request) throws IOException {
        try (var stuck = RawUpstream.stuck("stuck");
                var fine = RawUpstream.named("fine");
                var scene =
                        new Scene(c -> c.withStall(Duration.ofMillis(200))).serving(stuck, fine);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.send(request).readHead()).contains("200 OK");
                client.in().skipNBytes(request.startsWith("GET") ? "fine".length() : 0);
            }
            assertThat(stuck.heads()).isNotEmpty();
        }
    }

    @Test
    void aBodyTooLongToBeHeldIsSentOnce() throws IOException {
        RawUpstream.Conversation taken =
                peer -> {
                    var head = peer.readHead();
                    Wire.readBody(head, peer.in());
                };
        try (var one = RawUpstream.holding("one", taken);
                var two = RawUpstream.holding("two", taken);
                var scene = Scene.of(one, two)) {
            var held = put(GatewayConfig.loopback(0).replayableBytes());
            assertThat(RawClient.ask(scene.port(), held).status()).isEqualTo(502);
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(2);
            var streamed = put(GatewayConfig.loopback(0).replayableBytes() + 1);
            assertThat(RawClient.ask(scene.port(), streamed).status()).isEqualTo(502);
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(3);
        }
    }

    @Test
    void aClientThatIsSlowToSendSaysNothingAgainstTheReplica() throws IOException {
        try (var one = RawUpstream.named("one");
                var two = RawUpstream.named("two");
                var scene = Scene.of(one, two);
                var client = new RawClient(scene.port())) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
            eventually().until(() -> one.heads().size() + two.heads().size() == 1);
            scene.pass(Duration.ofMinutes(1));
            var slow = client.send("def").read().body();
            var answers = new HashSet<String>();
            for (int i = 0; i < 100; i++) {
                answers.add(client.get("/").body());
            }
            assertThat(answers).contains(slow);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void sendsAnIdempotentRequestOnWhenAReplicaSaysThatItIsUnwell(int status) throws IOException {
        try (var sick = RawUpstream.replying("sick", (_, peer) -> peer.write(empty(status)));
                var fine = RawUpstream.named("fine");
                var scene = Scene.of(sick, fine);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.send(GET).read().body()).isEqualTo("fine");
                assertThat(client.send(PUT).read().body()).isEqualTo("fine");
            }
            assertThat(sick.heads()).isNotEmpty();
        }
    }

    @Test
    void passesAServerErrorOnThatNoOtherReplicaCanDoBetter() throws IOException {
        try (var one = RawUpstream.replying("one", (_, peer) -> peer.write(empty(503)));
                var two = RawUpstream.replying("two", (_, peer) -> peer.write(empty(503)));
                var scene = Scene.of(one, two)) {
            var answer = RawClient.ask(scene.port(), GET);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("content-type")).isEmpty();
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(2);
            assertThat(RawClient.ask(scene.port(), POST).status()).isEqualTo(503);
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(3);
        }
    }

    @Test
    void passesTheServerErrorOfTheSecondReplicaOnWhileTheFirstHangs() throws IOException {
        var asked = new AtomicInteger();
        RawUpstream.Reply script =
                (_, peer) -> {
                    if (asked.incrementAndGet() == 2) {
                        peer.write(empty(500));
                    }
                };
        try (var one = RawUpstream.replying("one", script);
                var two = RawUpstream.replying("two", script);
                var scene = new Scene(c -> c.withStall(Duration.ofMillis(200))).serving(one, two)) {
            assertThat(RawClient.ask(scene.port(), GET).status()).isEqualTo(500);
            assertThat(one.heads()).hasSize(1);
            assertThat(two.heads()).hasSize(1);
        }
    }

    @Test
    void ejectsNoReplicaForSayingThatItDoesNotDoThat() throws IOException {
        try (var one = RawUpstream.replying("one", (_, peer) -> peer.write(empty(501)));
                var two = RawUpstream.replying("two", (_, peer) -> peer.write(empty(501)));
                var scene = Scene.of(one, two);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 40; i++) {
                assertThat(client.get("/").status()).isEqualTo(501);
            }
            assertThat(scene.events).isEmpty();
        }
    }

    @Test
    void cutsAnAnswerThatWouldHaveEndedByCloseWhenItsConnectionIsReset() throws IOException {
        var begun = new CountDownLatch(1);
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    peer.readHead();
                                    peer.write("HTTP/1.0 200 OK\r\n\r\nhalf");
                                    awaitUninterruptibly(begun);
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send(GET).readHead();
            assertThat(new String(client.in().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("4\r\nhalf");
            replica.kill();
            assertThatThrownBy(() -> client.in().readNBytes(7)).isInstanceOf(IOException.class);
            begun.countDown();
        }
    }

    @Test
    void aClientThatLeavesTakesItsRequestAlong() throws IOException {
        var noticed = new CountDownLatch(1);
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    peer.readHead();
                                    if (peer.in().read() < 0) {
                                        noticed.countDown();
                                    }
                                });
                var scene = Scene.of(replica)) {
            try (var client = new RawClient(scene.port())) {
                client.send(GET);
                eventually().until(() -> !replica.heads().isEmpty());
            }
            awaitUninterruptibly(noticed);
        }
    }

    @Test
    void anAnswerThatComesBeforeTheRequestIsCompleteIsPassedOn() throws IOException {
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    peer.readHead();
                                    peer.write(
                                            "HTTP/1.1 413 Too Much\r\nContent-Length: 0\r\n\r\n");
                                    peer.in().skip(10);
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc");
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    private static GatewayConfig impatient(GatewayConfig config) {
        return config.withStall(Duration.ofMillis(50))
                .withUpstream(config.upstream().withHeadTimeout(Duration.ofMillis(500)));
    }

    private static String put(int length) {
        return "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n".formatted(length)
                + "x".repeat(length);
    }

    private static String empty(int status) {
        return Wire.head("HTTP/1.1 " + status + " Whatever", "Content-Length: 0");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
