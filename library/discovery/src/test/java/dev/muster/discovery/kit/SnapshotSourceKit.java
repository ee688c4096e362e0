package dev.muster.discovery.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/** What every source of endpoints is held to. */
@Timeout(300)
public abstract class SnapshotSourceKit {
    protected static final Endpoint ONE = Endpoint.of("catalog-1", "127.0.0.1", 20_001);
    protected static final Endpoint TWO =
            new Endpoint("catalog-2", "127.0.0.1", 20_002, Map.of("version", "a41c9e0"));

    /** A source in which {@code service} has these endpoints, and no other service has any. */
    protected abstract EndpointSource having(String service, Endpoint... ready) throws Exception;

    @Test
    protected void tellsSomethingBeforeSubscribingReturns() throws Exception {
        var heard = new SnapshotRecorder();
        try (var _ = having("catalog", ONE).subscribe("catalog", heard)) {
            assertThat(heard.all()).isNotEmpty();
            assertThat(heard.all().getFirst().service()).isEqualTo("catalog");
        }
    }

    @Test
    protected void tellsOfAllEndpointsInOneSnapshot() throws Exception {
        var heard = new SnapshotRecorder();
        try (var _ = having("catalog", ONE, TWO).subscribe("catalog", heard)) {
            heard.await(ONE, TWO);
        }
    }

    @Test
    protected void saysThatAServiceHasNoneRatherThanNothing() throws Exception {
        var heard = new SnapshotRecorder();
        try (var _ = having("catalog", ONE).subscribe("orders", heard)) {
            heard.await();
        }
    }

    @Test
    protected void tellsEverySubscriber() throws Exception {
        var source = having("catalog", ONE);
        var first = new SnapshotRecorder();
        var second = new SnapshotRecorder();
        try (var _ = source.subscribe("catalog", first);
                var _ = source.subscribe("catalog", second)) {
            var told = first.await(ONE);
            assertThat(second.await(ONE)).isEqualTo(told);
        }
    }

    @Test
    protected void takesAClosedSubscriptionForClosed() throws Exception {
        var subscription = having("catalog", ONE).subscribe("catalog", _ -> {});
        subscription.close();
        subscription.close();
    }
}
