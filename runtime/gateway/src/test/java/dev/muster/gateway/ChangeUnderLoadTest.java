package dev.muster.gateway;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What changes while requests run costs none of them. */
class ChangeUnderLoadTest {
    private static final int CLIENTS = 16;

    @Test
    void newRoutesLoseNothing() {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica)) {
            var load = Load.of(scene.port(), "/orders/1", CLIENTS);
            try (load) {
                for (int i = 0; i < 50; i++) {
                    scene.gateway.routes(routes(i * 20));
                    awaitMore(load, 50);
                }
            }
            assertThat(load.failures()).isEmpty();
            assertThat(scene.registry.subscriptions("svc")).isEqualTo(1);
        }
    }

    @Test
    void newEndpointsLoseNothing() {
        try (var one = RawUpstream.named("a");
                var two = RawUpstream.named("b");
                var three = RawUpstream.named("c");
                var scene = Scene.of(one)) {
            var load = Load.of(scene.port(), "/", CLIENTS);
            try (load) {
                for (int i = 0; i < 50; i++) {
                    scene.registry.publish("svc", i % 2 == 0 ? two : one, three);
                    awaitMore(load, 50);
                }
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void killingOneOfTwoReplicasFailsNoGet() {
        try (var survivor = RawUpstream.named("survivor");
                var scene = new Scene()) {
            var victim = RawUpstream.named("victim");
            scene.serving(survivor, victim);
            var load = Load.of(scene.port(), "/", CLIENTS);
            try (load) {
                for (int i = 0; i < 20; i++) {
                    awaitMore(load, 100);
                    victim.kill();
                    awaitMore(load, 100);
                    scene.registry.publish("svc", survivor);
                    victim = RawUpstream.named("victim");
                    scene.registry.publish("svc", survivor, victim);
                    var restarted = victim;
                    eventually().until(() -> !restarted.heads().isEmpty());
                }
            } finally {
                victim.close();
            }
            assertThat(load.failures()).isEmpty();
            assertThat(scene.events).filteredOn(e -> e.startsWith("ejected")).hasSize(20);
        }
    }

    @Test
    void drainingAnswersWhatRunsAndThenRefuses() {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica)) {
            var load = Load.of(scene.port(), "/", CLIENTS);
            awaitMore(load, 100);
            scene.gateway.drain(Duration.ofSeconds(10));
            load.close();
            // Nobody listens any more: that is all a client may ever see of it.
            assertThat(load.failures())
                    .allSatisfy(failure -> assertThat(failure).contains("ConnectException"));
        }
    }

    private static RouteTable routes(int others) {
        return RouteTable.of(
                Stream.concat(
                                Stream.of(new Route("/", "svc")),
                                IntStream.range(0, others)
                                        .mapToObj(i -> new Route("/other-" + i, "other-" + i)))
                        .toList());
    }

    private static void awaitMore(Load load, int count) {
        long target = load.answered() + count;
        eventually().pollInterval(Duration.ofMillis(2)).until(() -> load.answered() >= target);
    }
}
