package dev.muster.discovery.kit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;

import org.junit.jupiter.api.Test;

/** What a source is held to whose endpoints change. */
public abstract class ChangingSourceKit extends SnapshotSourceKit {
    /** The one source of a test. */
    protected abstract EndpointSource source();

    /** Has the source's own source know just these endpoints of {@code service}. */
    protected abstract void publish(String service, Endpoint... ready) throws Exception;

    @Override
    protected EndpointSource having(String service, Endpoint... ready) throws Exception {
        publish(service, ready);
        return source();
    }

    @Test
    protected void tellsOfEveryChange() throws Exception {
        var heard = new SnapshotRecorder();
        publish("catalog", ONE);
        try (var _ = source().subscribe("catalog", heard)) {
            heard.await(ONE);
            publish("catalog", ONE, TWO);
            heard.await(ONE, TWO);
            publish("catalog", TWO);
            heard.await(TWO);
            publish("catalog");
            heard.await();
            publish("catalog", ONE);
            heard.await(ONE);
        }
    }

    @Test
    protected void callsEqualStatesAloneByTheSameRevision() throws Exception {
        var heard = new SnapshotRecorder();
        try (var _ = source().subscribe("catalog", heard)) {
            publish("catalog", ONE);
            heard.await(ONE);
            publish("catalog", TWO);
            heard.await(TWO);
        }
        var readyByRevision =
                heard.all().stream()
                        .collect(
                                groupingBy(
                                        Endpoints::revision, mapping(Endpoints::ready, toSet())));
        assertThat(readyByRevision).allSatisfy((_, ready) -> assertThat(ready).hasSize(1));
    }

    @Test
    protected void tellsNobodyOfAnotherService() throws Exception {
        var catalog = new SnapshotRecorder();
        var orders = new SnapshotRecorder();
        publish("catalog", ONE);
        try (var _ = source().subscribe("catalog", catalog);
                var _ = source().subscribe("orders", orders)) {
            catalog.await(ONE);
            publish("orders", TWO);
            orders.await(TWO);
            assertThat(catalog.all()).allMatch(each -> !each.ready().contains(TWO));
        }
    }

    @Test
    protected void aListenerThatThrowsKeepsNothingFromAnybody() throws Exception {
        var source = source();
        var heard = new SnapshotRecorder();
        var thrower = new SnapshotRecorder();
        publish("catalog", ONE);
        try (var _ =
                        source.subscribe(
                                "catalog",
                                snapshot -> {
                                    thrower.accept(snapshot);
                                    throw new IllegalStateException("a broken listener");
                                });
                var _ = source.subscribe("catalog", heard)) {
            heard.await(ONE);
            thrower.await(ONE);
            publish("catalog", TWO);
            heard.await(TWO);
            thrower.await(TWO);
        }
    }

    @Test
    protected void tellsNothingAfterItsSubscriptionIsClosed() throws Exception {
        var left = new SnapshotRecorder();
        var stays = new SnapshotRecorder();
        publish("catalog", ONE);
        var source = source();
        try (var _ = source.subscribe("catalog", stays)) {
            try (var _ = source.subscribe("catalog", left)) {
                left.await(ONE);
            }
            publish("catalog", TWO);
            stays.await(TWO);
            assertThat(left.all()).noneMatch(each -> each.ready().contains(TWO));
        }
    }
}
