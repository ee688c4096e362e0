package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource.Subscription;
import dev.muster.discovery.Endpoints;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(300)
class RegistryEndpointsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Endpoint ONE = Endpoint.of("catalog-1", "127.0.0.1", 20_001);
    private static final Endpoint TWO =
            new Endpoint("catalog-2", "127.0.0.1", 20_002, Map.of("version", "a41c9e0"));

    private final LinkedBlockingQueue<Endpoints> snapshots = new LinkedBlockingQueue<>();
    private final EventLoops loops = EventLoops.create(1);
    private final ConnectionPool pool = new ConnectionPool(loops, PoolConfig.standard());
    private FakeRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
        pool.close();
        loops.close();
    }

    @Test
    void tellsOfEveryChange() throws Exception {
        registry.publish(ONE, TWO);
        try (var _ = subscribe()) {
            assertThat(next()).isEqualTo(Endpoints.unknown("catalog"));
            assertThat(next().ready()).containsExactly(ONE, TWO);
            registry.publish(TWO);
            assertThat(next().ready()).containsExactly(TWO);
            registry.publish();
            assertThat(next().ready()).isEmpty();
        }
    }

    @Test
    void asksOnceForEachAnswer() throws Exception {
        registry.publish(ONE);
        try (var _ = subscribe()) {
            next();
            next();
            registry.publish(TWO);
            next();
            await().atMost(PATIENCE).until(() -> registry.questions("catalog") == 3);
            assertThat(registry.server.received.getLast().target()).contains("index=3");
        }
    }

    @Test
    void keepsTheLastSnapshotWhileTheRegistryIsGone() throws Exception {
        registry.publish(ONE);
        try (var _ = subscribe()) {
            next();
            next();
            registry.server.kill();
            assertThat(snapshots.poll(300, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void goesOnAfterEveryKindOfBadAnswer() throws Exception {
        var bad =
                List.<Replica.Script>of(
                        (request, connection) -> connection.json(500, "{}"),
                        (request, connection) -> connection.json(200, "[]"),
                        (request, connection) -> connection.reset(),
                        answer(7, "{\"half\":"),
                        answer(7, "[{}]"),
                        answer(
                                7,
                                "[{\"Service\":{\"ID\":\"c\",\"Port\":1,\"Meta\":{\"v\":null}}}]"),
                        answer(8, "[{\"Service\":{\"ID\":\"catalog-1\",\"Port\":20001}}]"));
        var asked = new AtomicInteger();
        Replica.Script inTurn =
                (request, connection) -> {
                    int turn = asked.getAndIncrement();
                    if (turn < bad.size()) {
                        bad.get(turn).answer(request, connection);
                    } else {
                        connection.hang();
                    }
                };
        try (var server = new Replica("registry", inTurn)) {
            var source = RegistryEndpoints.at("127.0.0.1:" + server.endpoint().port(), loops, pool);
            try (var _ = source.subscribe("catalog", snapshots::add)) {
                next();
                assertThat(next().ready()).containsExactly(ONE);
            }
        }
    }

    private static Replica.Script answer(int index, String json) {
        return (request, connection) ->
                connection.reply(200, "X-Consul-Index: " + index + "\r\n", json);
    }

    @Test
    void startsOverWhenTheIndexGoesBack() throws Exception {
        registry.publish(900, ONE);
        try (var _ = subscribe()) {
            next();
            next();
            registry.publish(3, TWO);
            assertThat(next().ready()).containsExactly(TWO);
            registry.publish(4, ONE);
            assertThat(next().ready()).containsExactly(ONE);
        }
    }

    @Test
    void takesOverWhatAnotherRegistryKnowsUnderTheSameIndex() throws Exception {
        registry.publish(1, ONE);
        try (var _ = subscribe()) {
            next();
            next();
            await().atMost(PATIENCE).until(() -> registry.questions("catalog") == 2);
            registry.crash();
            registry.restart(TWO);
            assertThat(next().ready()).containsExactly(TWO);
        }
    }

    @Test
    void doesNotBelieveARegistryThatHasJustComeBackThatNobodyIsThere() throws Exception {
        registry.publish(ONE);
        try (var _ = subscribe()) {
            next();
            next();
            await().atMost(PATIENCE).until(() -> registry.questions("catalog") == 2);
            registry.crash();
            registry.restart();
            await().atMost(PATIENCE).until(() -> asked("wait=1s"));
            assertThat(snapshots).isEmpty();
            registry.publish(TWO);
            assertThat(next().ready()).containsExactly(TWO);
        }
    }

    @Test
    void saysOnceThatTheRegistryIsGoneAndOnceThatItIsBack() throws Exception {
        registry.publish(ONE);
        var source = source();
        try (var lines = new LogLines("dev.muster.client");
                var _ = source.subscribe("catalog", snapshots::add);
                var _ = source.subscribe("orders", snapshots::add)) {
            await().atMost(PATIENCE).until(() -> isAskedByBoth(2));
            registry.crash();
            await().atMost(PATIENCE).until(() -> isAskedByBoth(4));
            registry.restart(TWO);
            await().atMost(PATIENCE).until(() -> snapshots.size() == 6);
            assertThat(lines.messages())
                    .containsExactly(
                            "the registry at "
                                    + registry.address()
                                    + " is gone: the peer closed the connection before it"
                                    + " responded; what it said last still holds",
                            "the registry at " + registry.address() + " is back");
        }
    }

    @Test
    void doesNotSayThatAnythingHoldsWhereTheRegistryNeverAnswered() throws Exception {
        registry.crash();
        try (var lines = new LogLines("dev.muster.client");
                var _ = subscribe()) {
            await().atMost(PATIENCE).until(() -> !lines.messages().isEmpty());
            assertThat(lines.messages().getFirst())
                    .startsWith("the registry at " + registry.address() + " is gone: ")
                    .doesNotContain("still holds");
        }
    }

    private boolean isAskedByBoth(int times) {
        return registry.questions("catalog") >= times && registry.questions("orders") >= times;
    }

    @Test
    void aClosedSubscriptionAsksNoMore() throws Exception {
        registry.publish(ONE);
        var subscription = subscribe();
        next();
        next();
        subscription.close();
        registry.publish(TWO);
        assertThat(snapshots.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void refusesAnAddressThatIsNone() {
        for (var address : List.of("", "https://127.0.0.1", "a b", "127.0.0.1:8500/consul")) {
            assertThatThrownBy(() -> RegistryEndpoints.at(address, loops, pool))
                    .hasMessage(
                            "the registry's address is \"" + address + "\", expected host:port");
        }
    }

    private Subscription subscribe() {
        return source().subscribe("catalog", snapshots::add);
    }

    /** Doubts for longer than any test takes. */
    private RegistryEndpoints source() {
        return new RegistryEndpoints(
                new Network(loops, pool),
                RegistryEndpoints.registry(registry.address()),
                Duration.ofHours(1));
    }

    private boolean asked(String part) {
        return registry.server.received.stream().anyMatch(r -> r.target().contains(part));
    }

    private Endpoints next() throws InterruptedException {
        var snapshot = snapshots.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(snapshot).isNotNull();
        return snapshot;
    }
}
