package dev.muster.discovery.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A listener that keeps every snapshot it is told of. */
public final class SnapshotRecorder implements Consumer<Endpoints> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Endpoints> all = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Endpoints> fresh = new LinkedBlockingQueue<>();

    @Override
    public void accept(Endpoints snapshot) {
        all.add(snapshot);
        fresh.add(snapshot);
    }

    /** Every snapshot up to now. */
    public List<Endpoints> all() {
        return all;
    }

    /** Waits for a snapshot that is known and has just these endpoints; skips those before it. */
    public Endpoints await(Endpoint... ready) throws InterruptedException {
        return await(each -> each.isKnown() && each.ready().equals(List.of(ready)));
    }

    private Endpoints await(Predicate<Endpoints> wanted) throws InterruptedException {
        while (true) {
            var next = fresh.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("a snapshot after %s", all).isNotNull();
            if (wanted.test(next)) {
                return next;
            }
        }
    }
}
