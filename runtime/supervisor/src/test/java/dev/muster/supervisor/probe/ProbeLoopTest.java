package dev.muster.supervisor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetFixture;
import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class ProbeLoopTest {

    /** A replica whose probes ended with it would stay as it was, whatever became of it. */
    @ParameterizedTest
    @ValueSource(strings = {"java.lang.IllegalStateException", "java.lang.OutOfMemoryError"})
    void takesAProbeThatBrokeForAFailureAndProbesAgain(String problem) throws Exception {
        var told = new LinkedBlockingQueue<ProbeResult>();
        var probes = new AtomicInteger();
        try (var timeline = new Timeline(SupervisorBackend.SYSTEM)) {
            var loop = new ProbeLoop(timeline, () -> Duration.ZERO, told::add);
            timeline.run(
                    () ->
                            loop.aim(
                                    () -> {
                                        if (probes.getAndIncrement() == 0) {
                                            breakDown(problem);
                                        }
                                        return new ProbeResult.Passed("127.0.0.1");
                                    },
                                    Duration.ZERO));

            assertThat(next(told))
                    .isEqualTo(
                            new ProbeResult.Failed(
                                    new Cause.ProbeBroke("the probe", problem + ": no socket")));
            assertThat(next(told)).isEqualTo(new ProbeResult.Passed("127.0.0.1"));
        }
    }

    private static void breakDown(String problem) {
        if (problem.endsWith("Error")) {
            throw new OutOfMemoryError("no socket");
        }
        throw new IllegalStateException("no socket");
    }

    private static ProbeResult next(LinkedBlockingQueue<ProbeResult> told) throws Exception {
        return told.poll(FleetFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
