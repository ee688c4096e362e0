package dev.muster.supervisor.probe;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.timeline.Timeline;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Probes one replica again and again. Each probe is made in the background and told on the
 * timeline's thread, to which this is confined too.
 */
public final class ProbeLoop {

    private final Timeline timeline;
    private final Supplier<Duration> pause;
    private final Consumer<ProbeResult> told;

    /** One look at what is probed. Blocks. */
    @FunctionalInterface
    public interface Check {
        ProbeResult check();
    }

    /** Counts what was aimed at: a probe of something else came too late. */
    private long aim;

    /**
     * @param pause until the next probe, asked after each
     * @param told what each probe met
     */
    public ProbeLoop(Timeline timeline, Supplier<Duration> pause, Consumer<ProbeResult> told) {
        this.timeline = timeline;
        this.pause = pause;
        this.told = told;
    }

    /** Makes that check from now on, and nothing else. */
    public void aim(Check check, Duration firstIn) {
        aim++;
        next(aim, check, firstIn);
    }

    /** Probes nothing any more. */
    public void stop() {
        aim++;
    }

    private void next(long aimed, Check check, Duration in) {
        timeline.about(
                in,
                () -> {
                    if (aimed == aim) {
                        timeline.inBackground(() -> probe(aimed, check));
                    }
                });
    }

    /** A check that cannot be made has failed: without a result there would be no next one. */
    private static ProbeResult result(Check check) {
        try {
            return check.check();
        } catch (RuntimeException | Error e) {
            return new ProbeResult.Failed(new Cause.ProbeBroke("the probe", e.toString()));
        }
    }

    private void probe(long aimed, Check check) {
        var result = result(check);
        timeline.run(
                () -> {
                    if (aimed == aim) {
                        told.accept(result);
                        next(aimed, check, pause.get());
                    }
                });
    }
}
