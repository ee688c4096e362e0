package dev.muster.supervisor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Probes one replica again and again. Each probe is made aside and told on the timeline's thread,
 * to which this is confined too.
 */
final class ProbeLoop {

    private final Timeline timeline;
    private final Probe probe;
    private final Supplier<Duration> pause;
    private final Consumer<Optional<String>> told;

    /** Counts what was aimed at: a probe of something else came too late. */
    private long aim;

    /**
     * @param pause until the next probe, asked after each
     * @param told why a probe failed, or that it passed
     */
    ProbeLoop(
            Timeline timeline,
            Probe probe,
            Supplier<Duration> pause,
            Consumer<Optional<String>> told) {
        this.timeline = timeline;
        this.probe = probe;
        this.pause = pause;
        this.told = told;
    }

    /** Probes that address from now on, and nothing else. */
    void aim(String host, int port, Duration firstIn) {
        aim++;
        next(aim, host, port, firstIn);
    }

    /** Probes nothing any more. */
    void stop() {
        aim++;
    }

    private void next(long aimed, String host, int port, Duration in) {
        timeline.about(
                in,
                () -> {
                    if (aimed == aim) {
                        timeline.aside(() -> probe(aimed, host, port));
                    }
                });
    }

    private void probe(long aimed, String host, int port) {
        var failure = probe.failure(host, port);
        timeline.run(
                () -> {
                    if (aimed == aim) {
                        told.accept(failure);
                        next(aimed, host, port, pause.get());
                    }
                });
    }
}
