package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.balance.Endpoint;
import dev.muster.balance.EndpointSource.Subscription;
import dev.muster.balance.Endpoints;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class RegistryEndpointsTest {
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
            assertThat(next()).isEqualTo(Endpoints.none("catalog"));
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
            await().until(() -> registry.server.received.size() == 3);
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
                        (request, connection) ->
                                connection.reply(200, "X-Consul-Index: 7\r\n", "{\"half\":"),
                        (request, connection) ->
                                connection.reply(200, "X-Consul-Index: 7\r\n", "[{}]"),
                        (request, connection) ->
                                connection.reply(
                                        200,
                                        "X-Consul-Index: 8\r\n",
                                        "[{\"Service\":{\"ID\":\"catalog-1\",\"Port\":20001}}]"));
        try (var server =
                new Replica(
                        "registry",
                        new Replica.Script() {
                            private int asked;

                            @Override
                            public void answer(
                                    Replica.Received request, Replica.Connection connection)
                                    throws IOException {
                                if (asked < bad.size()) {
                                    bad.get(asked++).answer(request, connection);
                                } else {
                                    connection.hang();
                                }
                            }
                        })) {
            var source = RegistryEndpoints.at("127.0.0.1:" + server.endpoint().port(), loops, pool);
            try (var _ = source.subscribe("catalog", snapshots::add)) {
                next();
                assertThat(next().ready()).containsExactly(ONE);
            }
        }
    }

    @Test
    void startsOverWhenTheIndexGoesBack() throws Exception {
        registry.publish(900, ONE);
        try (var _ = subscribe()) {
            next();
            next();
            registry.publish(3, TWO);
            assertThat(next().ready()).containsExactly(TWO);
            await().until(() -> asked("index=0"));
            assertThat(next().ready()).containsExactly(TWO);
            registry.publish(4, ONE);
            assertThat(next().ready()).containsExactly(ONE);
        }
    }

    @Test
    void doesNotBelieveARegistryThatHasJustComeBackThatNobodyIsThere() throws Exception {
        registry.publish(ONE);
        try (var _ = subscribe()) {
            next();
            next();
            registry.server.script((request, connection) -> connection.reset());
            registry.publish();
            await().until(() -> registry.server.received.size() > 3);
            registry.emptyAfterRestart();
            await().until(() -> asked("wait=1s"));
            assertThat(snapshots).isEmpty();
            registry.publish(TWO);
            assertThat(next().ready()).containsExactly(TWO);
        }
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
        for (var address : List.of("", "https://127.0.0.1", "a b")) {
            assertThatThrownBy(() -> RegistryEndpoints.at(address, loops, pool))
                    .hasMessage(
                            "the registry's address is \"" + address + "\", expected host:port");
        }
    }

    private Subscription subscribe() {
        return RegistryEndpoints.at(registry.address(), loops, pool)
                .subscribe("catalog", snapshots::add);
    }

    private boolean asked(String part) {
        return registry.server.received.stream().anyMatch(r -> r.target().contains(part));
    }

    private Endpoints next() throws InterruptedException {
        var snapshot = snapshots.poll(10, TimeUnit.SECONDS);
        assertThat(snapshot).isNotNull();
        return snapshot;
    }
}
