package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.balance.BalancerConfig;
import dev.muster.balance.Failure;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.RetryBudget;
import dev.muster.balance.RotationListener;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** One call that meets its replicas in the order they are listed in, and is kept waiting. */
@Timeout(300)
class StalledCallTest implements RotationListener {
    private static final Duration STALL = Duration.ofMillis(400);
    private static final Duration LONGER_THAN_THE_TEST = Duration.ofHours(1);
    private static final RandomGenerator FIRST_OF_ALL = () -> 0;

    /** Ejects after one failure, so that every blame shows. */
    private static final BalancerConfig STRICT =
            new BalancerConfig(
                    1,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5));

    private final List<Replica> replicas = new ArrayList<>();
    private final Map<String, String> ejected = new ConcurrentHashMap<>();
    private final EventLoops loops = EventLoops.create(1);
    private final ConnectionPool pool = new ConnectionPool(loops, PoolConfig.standard());

    @AfterEach
    void close() {
        replicas.forEach(Replica::close);
        pool.close();
        loops.close();
    }

    @Test
    void blamesAReplicaForItsOwnTimeAlone() throws Exception {
        replica("catalog-1", (request, connection) -> connection.reset());
        replica("catalog-2", (request, connection) -> connection.hang());
        replica("catalog-3", (request, connection) -> connection.hang());
        replica("catalog-4", (request, connection) -> connection.hang());
        assertThatThrownBy(() -> get(Duration.ofSeconds(2)))
                .hasMessage("catalog gave no answer within 2 s");
        assertThat(ejected).containsOnlyKeys("catalog-2");
        var waited = ejected.getOrDefault("catalog-2", "").replaceAll("[^0-9]", "");
        assertThat(Long.parseLong(waited)).isGreaterThanOrEqualTo(STALL.toMillis());
    }

    @Test
    void asksAThirdReplicaWhereTheSecondCannotBeReached() throws Exception {
        replica("catalog-1", (request, connection) -> connection.hang());
        replica("catalog-2", (request, connection) -> connection.hang()).kill();
        replica("catalog-3", (request, connection) -> connection.json(200, "\"here\""));
        assertThat(get(Duration.ofSeconds(60)).body().text()).isEqualTo("\"here\"");
    }

    @Test
    void leavesAReplicaThatKeepsARequestWaitingWhichIsSentNoSecondTime() throws Exception {
        var release = new CountDownLatch(1);
        replica(
                "catalog-1",
                (request, connection) -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    connection.json(200, "\"late\"");
                });
        var other = replica("catalog-2", (request, connection) -> connection.json(200, "1"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var order = Request.post("/orders", Body.of("{}"));
            var answer = threads.submit(() -> call(order, Duration.ofMinutes(2)));
            await().atMost(Duration.ofMinutes(1)).until(() -> ejected.containsKey("catalog-1"));
            release.countDown();
            assertThat(answer.get().body().text()).isEqualTo("\"late\"");
        }
        assertThat(other.received).isEmpty();
    }

    @Test
    void takesTheServerErrorOfTheSecondReplicaForTheAnswerWhileTheFirstHangs() throws Exception {
        replica("catalog-1", (request, connection) -> connection.hang());
        replica("catalog-2", (request, connection) -> connection.json(500, "\"broken\""));
        var answer = get(LONGER_THAN_THE_TEST);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().text()).isEqualTo("\"broken\"");
    }

    @Test
    void takesTheServerErrorOfTheFirstReplicaForTheAnswerWhenTheSecondHangs() throws Exception {
        replica("catalog-1", (request, connection) -> connection.json(503, "\"unwell\""));
        replica("catalog-2", (request, connection) -> connection.hang());
        assertThat(get(LONGER_THAN_THE_TEST).status()).isEqualTo(503);
    }

    private Replica replica(String id, Replica.Script script) throws IOException {
        var replica = new Replica(id, script);
        replicas.add(replica);
        return replica;
    }

    private Response get(Duration deadline) throws IOException, InterruptedException {
        return call(Request.get("/"), deadline);
    }

    private Response call(Request request, Duration deadline)
            throws IOException, InterruptedException {
        var balancer =
                new LoadBalancer("catalog", STRICT, System::nanoTime, () -> FIRST_OF_ALL, this);
        var endpoints = replicas.stream().map(Replica::endpoint).toList();
        balancer.update(new Endpoints("catalog", endpoints, "1"));
        return new Call(
                        "catalog",
                        balancer,
                        RetryBudget.standard(System::nanoTime),
                        new Network(loops, pool, ClientBackend.SYSTEM),
                        ClientConfig.STANDARD.withStallAfter(STALL).withDeadline(deadline),
                        request,
                        0)
                .execute();
    }

    @Override
    public void ejected(Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
        ejected.put(endpoint.id(), failure.reason());
    }

    @Override
    public void readmitted(Endpoint endpoint, Duration outFor) {}
}
