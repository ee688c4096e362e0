package dev.muster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

final class RegistrySnapshotsTest {
    private static final Endpoint ONE = Endpoint.of("orders-1", "127.0.0.1", 20_001);
    private static final Endpoint TWO = Endpoint.of("orders-2", "127.0.0.1", 20_002);

    private final Registry registry = startedAt("2026-11-01T00:00:00Z");
    private final List<Endpoints> seen = new ArrayList<>();

    @Test
    void tellsASubscriberWhatIsThereAndEachChangeAfterIt() {
        registry.publish("orders", List.of(ONE));

        registry.subscribe("orders", seen::add);
        registry.publish("orders", List.of(TWO, ONE));
        registry.publish("payments", List.of(TWO));
        registry.publish("orders", List.of());

        assertThat(seen)
                .extracting(Endpoints::ready)
                .containsExactly(List.of(ONE), List.of(ONE, TWO), List.of());
        assertThat(seen).extracting(Endpoints::revision).doesNotHaveDuplicates();
    }

    @Test
    void saysNothingWhereNothingChanged() {
        registry.publish("orders", List.of(ONE, TWO));
        registry.subscribe("orders", seen::add);

        registry.publish("orders", List.of(TWO, ONE));

        assertThat(seen).hasSize(1);
    }

    @Test
    void keepsUnreadyEndpointsFromSubscribers() {
        registry.subscribe("orders", seen::add);

        registry.publish("orders", List.of(), List.of(ONE));
        registry.publish("orders", List.of(ONE), List.of(TWO));

        assertThat(seen).extracting(Endpoints::ready).containsExactly(List.of(), List.of(ONE));
        assertThat(registry.endpoints("orders").ready()).containsExactly(ONE);
    }

    @Test
    void takesWhatAWholeSnapshotDoesNotNameForGone() {
        registry.publish("orders", List.of(ONE));

        registry.publish(Map.of("payments", List.of(TWO)));

        assertThat(registry.endpoints("orders").ready()).isEmpty();
        assertThat(registry.endpoints("payments").ready()).containsExactly(TWO);
        assertThat(registry.names().now().names()).containsExactly("payments");
    }

    @Test
    void tellsNothingAfterTheSubscriptionIsClosed() {
        var subscription = registry.subscribe("orders", seen::add);

        subscription.close();
        subscription.close();
        registry.publish("orders", List.of(ONE));

        assertThat(seen).hasSize(1);
    }

    @Test
    void keepsServingOthersWhenAListenerFails() {
        registry.publish("orders", List.of(ONE));
        registry.subscribe(
                "orders",
                _ -> {
                    throw new IllegalStateException("a broken listener");
                });
        registry.subscribe("orders", seen::add);

        registry.publish("orders", List.of(TWO));

        assertThat(seen).extracting(Endpoints::ready).endsWith(List.of(TWO));
    }

    @Test
    void forgetsServicesThatNobodyPublishedOnceNobodyAsks() {
        var subscription = registry.subscribe("nowhere", seen::add);
        assertThat(registry.kept()).isEqualTo(1);

        subscription.close();

        assertThat(registry.kept()).isZero();
        assertThat(seen).extracting(Endpoints::ready).containsExactly(List.of());
    }

    @Test
    void givesHigherIndexesAfterARestart() {
        registry.publish("orders", List.of(ONE));
        long before = registry.snapshot("orders").index();

        var restarted = startedAt("2026-11-01T00:00:01Z");
        restarted.publish("orders", List.of(ONE));

        assertThat(before).isPositive();
        assertThat(restarted.snapshot("orders").index()).isGreaterThan(before);
    }

    static Registry startedAt(String time) {
        return new Registry(InstantSource.fixed(Instant.parse(time)));
    }

    /** Over HTTP, for a fleet that has no service of its own. */
    static ConsulApi api(Registry registry) {
        var announced = new SelfRegistrations(registry, _ -> false, System::nanoTime, (_, _) -> {});
        return new ConsulApi(registry, announced, RandomGenerator.getDefault());
    }
}
