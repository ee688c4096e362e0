package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Replicas that fail in every way a process can, and what callers see of it. */
@Timeout(60)
class FailingReplicasTest {
    private static final ClientConfig IMPATIENT =
            ClientConfig.STANDARD
                    .withDiscoveryWait(Duration.ofMillis(100))
                    .withStallAfter(Duration.ofMillis(100));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void closeAll() throws Exception {
        for (var resource : opened.reversed()) {
            resource.close();
        }
    }

    /** How a replica fails after it has received a request. */
    enum Fault {
        RESETS {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.reset();
            }
        },
        CLOSES {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.socket().close();
            }
        },
        ANSWERS_GARBAGE {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.raw("\u0000\u0001 this is no HTTP\r\n\r\n");
                connection.socket().close();
            }
        },
        CLOSES_WITHIN_THE_HEAD {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.raw("HTTP/1.1 200 OK\r\nContent-Le");
                connection.reset();
            }
        },
        CLOSES_WITHIN_THE_BODY {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                connection.socket().close();
            }
        },
        IS_UNAVAILABLE {
            @Override
            void happen(Replica.Connection connection) throws IOException {
                connection.json(503, "{\"detail\":\"stopping\"}");
            }
        },
        HANGS {
            @Override
            void happen(Replica.Connection connection) {
                connection.hang();
            }
        };

        abstract void happen(Replica.Connection connection) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aSafeRequestIsAnsweredByAnotherReplica(Fault fault) throws Exception {
        var bad = replica("catalog-1", (request, connection) -> fault.happen(connection));
        var good = open(Replica.healthy("catalog-2"));
        var catalog = open(new Stage(IMPATIENT, bad, good)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 20; i++) {
            assertThat(catalog.handle(Request.get("/")).body().text()).isEqualTo("\"catalog-2\"");
        }
        assertThat(bad.received).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANGS")
    void aRequestThatIsNotIdempotentIsNeverExecutedTwice(Fault fault) throws Exception {
        var one = replica("catalog-1", (request, connection) -> fault.happen(connection));
        var two = replica("catalog-2", (request, connection) -> fault.happen(connection));
        var catalog = open(new Stage(IMPATIENT, one, two)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 20; i++) {
            var order = Request.post("/orders", Body.of("order " + i));
            try {
                assertThat(catalog.handle(order).status()).isEqualTo(503);
            } catch (PeerException e) {
                assertThat(e.status()).isEqualTo(502);
                assertThat(e.mayHaveBeenExecuted()).isTrue();
            }
        }
        assertThat(one.received.size() + two.received.size()).isEqualTo(20);
        assertThat(one.received).doesNotContainAnyElementsOf(two.received);
    }

    @Test
    void aRequestThatIsNotIdempotentGoesElsewhereWhenItCouldNotBeSent() throws Exception {
        var dead = open(Replica.healthy("catalog-1"));
        var good = open(Replica.healthy("catalog-2"));
        var catalog = open(new Stage(dead, good)).peers.handler(Stage.SERVICE);
        dead.kill();
        for (int i = 0; i < 20; i++) {
            var order = Request.post("/orders", Body.of("order " + i));
            assertThat(catalog.handle(order).status()).isEqualTo(200);
        }
        assertThat(good.received).hasSize(20);
    }

    @Test
    void callersSeeNothingOfAReplicaThatIsKilledUnderLoad() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (var victim = Replica.healthy("catalog-1");
                    var survivor = Replica.healthy("catalog-2");
                    var stage = new Stage(victim, survivor)) {
                var catalog = stage.peers.handler(Stage.SERVICE);
                var failures = load(catalog, 16, 200, victim);
                assertThat(failures).isEmpty();
                assertThat(victim.received).isNotEmpty();
                assertThat(survivor.received).hasSizeGreaterThan(victim.received.size());
            }
        }
    }

    /** Many callers at once; the victim dies in the middle. What went wrong. */
    private static List<Exception> load(Handler catalog, int callers, int calls, Replica victim) {
        var failures = new ArrayList<Exception>();
        var done = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                threads.execute(
                        () -> {
                            for (int j = 0; j < calls; j++) {
                                try {
                                    var body = catalog.handle(Request.get("/")).body().text();
                                    assertThat(body).startsWith("\"catalog-");
                                } catch (Exception e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                                if (done.incrementAndGet() == callers * calls / 4) {
                                    victim.kill();
                                }
                            }
                        });
            }
        }
        return failures;
    }

    @Test
    void retriesHoldTheirBudgetInATotalOutage() throws Exception {
        var one = replica("catalog-1", (request, connection) -> connection.reset());
        var two = replica("catalog-2", (request, connection) -> connection.json(500, "{}"));
        var catalog = open(new Stage(one, two)).peers.handler(Stage.SERVICE);
        int calls = 2_000;
        for (int i = 0; i < calls; i++) {
            try {
                assertThat(catalog.handle(Request.get("/")).status()).isEqualTo(500);
            } catch (PeerException e) {
                assertThat(e.status()).isEqualTo(502);
            }
        }
        int floor = 10 * 10;
        assertThat(one.received.size() + two.received.size())
                .isBetween(calls, (int) (calls * 1.2) + 2 * floor);
    }

    @Test
    void aReplicaThatStopsAnsweringIsLeftBeforeTheDeadlineOfItsCalls() throws Exception {
        var stopped = replica("catalog-1", (request, connection) -> connection.hang());
        var good = open(Replica.healthy("catalog-2"));
        var catalog = open(new Stage(IMPATIENT, stopped, good)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 300; i++) {
            assertThat(catalog.handle(Request.get("/")).status()).isEqualTo(200);
        }
        assertThat(stopped.received).hasSizeBetween(1, 10);
    }

    @Test
    void aSlowAnswerIsStillAnAnswer() throws Exception {
        var stalled = new CountDownLatch(1);
        Replica.Script slow =
                (request, connection) -> {
                    connection.raw("HTTP/1.1 103 Early Hints\r\n\r\n");
                    connection.waitFor(stalled);
                    connection.json(200, "\"slow\"");
                };
        // Whichever is asked second is asked because the first has stalled, and never answers.
        Replica.Script firstComeFirstServed =
                (request, connection) -> {
                    if (asked.getAndIncrement() == 0) {
                        slow.answer(request, connection);
                    } else {
                        stalled.countDown();
                        connection.hang();
                    }
                };
        var one = replica("catalog-1", firstComeFirstServed);
        var two = replica("catalog-2", firstComeFirstServed);
        var catalog = open(new Stage(IMPATIENT, one, two)).peers.handler(Stage.SERVICE);
        assertThat(catalog.handle(Request.get("/")).body().text()).isEqualTo("\"slow\"");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aCallEndsAtItsDeadline() throws Exception {
        var hanging = replica("catalog-1", (request, connection) -> connection.hang());
        var config = IMPATIENT.withDeadline(Duration.ofMillis(250));
        var catalog = open(new Stage(config, hanging)).peers.handler(Stage.SERVICE);
        assertThatThrownBy(() -> catalog.handle(Request.get("/")))
                .hasMessage("catalog gave no answer within 250 ms")
                .asInstanceOf(type(PeerException.class))
                .extracting(PeerException::status)
                .isEqualTo(504);
    }

    @Test
    void saysThatTheHeadOfTheAnswerIsTooLarge() throws Exception {
        var oversize = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\n\r\n";
        var talkative = replica("catalog-1", (request, connection) -> connection.raw(oversize));
        var catalog = open(new Stage(IMPATIENT, talkative)).peers.handler(Stage.SERVICE);
        assertThatThrownBy(() -> catalog.handle(Request.get("/")))
                .hasMessage(
                        "catalog gave no proper answer: the head of the response is larger than the"
                                + " 65536 bytes or the 1000 fields that are taken: its sender must"
                                + " use fewer or shorter header fields (catalog-1)");
    }

    @Test
    void aServiceWithoutReplicasIsRefusedAtOnce() throws Exception {
        var stage = open(new Stage());
        stage.publish(List.of());
        assertThatThrownBy(() -> stage.peers.handler(Stage.SERVICE).handle(Request.get("/")))
                .hasMessage("catalog has no replica that is ready")
                .asInstanceOf(type(PeerException.class))
                .satisfies(
                        e -> {
                            assertThat(e.status()).isEqualTo(503);
                            assertThat(e.headers().first("Retry-After")).hasValue("1");
                            assertThat(e.mayHaveBeenExecuted()).isFalse();
                        });
    }

    @Test
    void saysWhyAServiceCannotBeReached() throws Exception {
        var dead = open(Replica.healthy("catalog-1"));
        dead.kill();
        var catalog = open(new Stage(dead)).peers.handler(Stage.SERVICE);
        assertThatThrownBy(() -> catalog.handle(Request.get("/")))
                .hasMessage("catalog cannot be reached: connection refused (catalog-1)");
    }

    @Test
    void aRequestThatOneReplicaReceivedMayHaveBeenExecutedWhateverTheOthersDid() throws Exception {
        var cutting = replica("catalog-1", (request, connection) -> connection.reset());
        var dead = open(Replica.healthy("catalog-2"));
        dead.kill();
        var catalog = open(new Stage(cutting, dead)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> catalog.handle(Request.of("PUT", "/")))
                    .asInstanceOf(type(PeerException.class))
                    .satisfies(
                            e -> {
                                assertThat(e.status()).isEqualTo(502);
                                assertThat(e.mayHaveBeenExecuted()).isTrue();
                            });
        }
    }

    @Test
    void aServerErrorIsTheAnswerWhereNoOtherReplicaHasABetterOne() throws Exception {
        var broken =
                replica("catalog-1", (request, connection) -> connection.json(500, "\"broken\""));
        var dead = open(Replica.healthy("catalog-2"));
        dead.kill();
        var catalog = open(new Stage(broken, dead)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 20; i++) {
            var answer = catalog.handle(Request.get("/"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body().text()).isEqualTo("\"broken\"");
        }
    }

    @Test
    void aCallWhoseConnectionsAreClosedOnOurSideWasNotSent() throws Exception {
        var stage = open(new Stage(open(Replica.healthy("catalog-1"))));
        stage.pool.close();
        assertThatThrownBy(() -> stage.peers.handler(Stage.SERVICE).handle(Request.get("/")))
                .hasMessage("catalog was not called: the pool is closed")
                .asInstanceOf(type(PeerException.class))
                .extracting(PeerException::mayHaveBeenExecuted)
                .isEqualTo(false);
    }

    @Test
    void theFirstCallWaitsForTheFirstSnapshot() throws Exception {
        var replica = open(Replica.healthy("catalog-1"));
        var config = ClientConfig.STANDARD.withDiscoveryWait(Duration.ofSeconds(30));
        var stage = open(new Stage(config));
        var catalog = stage.peers.handler(Stage.SERVICE);
        var publishing = Thread.startVirtualThread(() -> stage.publish(replica));
        assertThat(catalog.handle(Request.get("/")).status()).isEqualTo(200);
        publishing.join();
    }

    @Test
    void theFirstCallDoesNotWaitForEver() {
        var stage = open(new Stage(IMPATIENT));
        assertThatThrownBy(() -> stage.peers.handler(Stage.SERVICE).handle(Request.get("/")))
                .hasMessage("catalog is not known: the registry gave no answer within 100 ms");
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsNoFailure() throws Exception {
        var closing =
                replica(
                        "catalog-1",
                        (request, connection) -> {
                            connection.json(200, "1");
                            connection.socket().close();
                        });
        var catalog = open(new Stage(closing)).peers.handler(Stage.SERVICE);
        for (int i = 0; i < 200; i++) {
            assertThat(catalog.handle(Request.get("/")).status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamThatIsCutIsAnErrorForItsReader() throws Exception {
        var cutting =
                replica(
                        "catalog-1",
                        (request, connection) -> {
                            connection.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                            connection.raw("4\r\nhalf\r\n");
                            connection.socket().close();
                        });
        var catalog = open(new Stage(cutting)).peers.handler(Stage.SERVICE);
        var response = catalog.handle(Request.get("/"));
        assertThatThrownBy(() -> response.body().text()).isInstanceOf(IOException.class);
    }

    @Test
    void sendsABodyThatIsAStreamOnce() throws Exception {
        var replica = open(Replica.healthy("catalog-1"));
        var catalog = open(new Stage(replica)).peers.handler(Stage.SERVICE);
        var body =
                Body.streaming(
                        out -> {
                            for (int i = 0; i < 1_000; i++) {
                                out.write("0123456789".repeat(100).getBytes(UTF_8));
                            }
                        });
        assertThat(catalog.handle(Request.post("/upload", body)).status()).isEqualTo(200);
        assertThat(replica.received.getFirst().body()).hasSize(1_000_000);
    }

    @Test
    void aBodyThatCannotBeReadIsItsReadersError() throws Exception {
        var replica = open(Replica.healthy("catalog-1"));
        var catalog = open(new Stage(replica)).peers.handler(Stage.SERVICE);
        var body =
                Body.streaming(
                        out -> {
                            out.write(1);
                            out.flush();
                            throw new IOException("the file is gone");
                        });
        assertThatThrownBy(() -> catalog.handle(Request.post("/upload", body)))
                .isInstanceOf(IOException.class)
                .hasMessage("the file is gone");
        assertThat(replica.received).isEmpty();
    }

    private Replica replica(String id, Replica.Script script) throws IOException {
        return open(new Replica(id, script));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
