package dev.muster.agent.api;

import dev.muster.agent.stream.Changes;
import dev.muster.agent.stream.EventStream;
import dev.muster.control.FleetView;
import dev.muster.json.Json;
import dev.muster.store.StoreBackend;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The fleet for one reader, sent whole at once and then whenever what is shown of it has changed.
 * In between a comment tells that the last one still holds.
 *
 * @param tellEvery how long the reader hears nothing at the most
 * @param pause between two that are sent
 */
record FleetStream(
        Supplier<FleetView> fleet,
        Changes changes,
        ShownFleet shown,
        Duration tellEvery,
        StoreBackend.Pause pause)
        implements EventStream.Source {
    /** A burst of changes is one picture. */
    private static final Duration SEND_AT_MOST_EVERY = Duration.ofMillis(100);

    @Override
    public void writeTo(EventStream events) throws IOException, InterruptedException {
        long seen = 0;
        while (true) {
            var news = shown.next(fleet.get());
            if (news.isPresent()) {
                events.send("fleet", Json.text(news.get()));
            } else {
                events.keepAlive();
            }
            pause.of(SEND_AT_MOST_EVERY);
            seen = changes.await(seen, tellEvery);
        }
    }
}
