package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.build.LaunchPlan;
import dev.muster.driver.ReplicaEnd;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.ReplicaState.Event;
import dev.muster.supervisor.rollout.Release;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ReplicaRunTest {

    @TempDir Path directory;

    /** As the JDK does when it finds no thread for the process it started. */
    @Test
    void failsWhateverItIsThatKeepsItsProcessFromStarting() {
        try (var timeline = new Timeline()) {
            var replica =
                    timeline.ask(
                            () -> {
                                var started = replica(timeline, new OutOfMemoryError("no thread"));
                                started.handle(new Event.Admitted());
                                return started;
                            });

            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> timeline.ask(replica::status).phase() == Phase.GAVE_UP);
            assertThat(timeline.ask(replica::status).cause())
                    .hasValue(
                            new Cause.GaveUp(
                                    1,
                                    new Cause.CannotStart(
                                            "java.lang.OutOfMemoryError: no thread")));
        }
    }

    private ReplicaRun replica(Timeline timeline, Error problem) {
        var config = SupervisorConfig.in(directory);
        var service = FleetFixture.http("orders", 1, List.of("orders"));
        var setting =
                new ReplicaSetting(
                        config,
                        timeline,
                        Ports.open(directory, "sample", _ -> Optional.empty()),
                        new NobodyListens(),
                        (_, _, _) -> {
                            throw problem;
                        });
        var policy = ReplicaPolicy.of(service, config, () -> 0.5).withAttempts(0);
        var plan = new LaunchPlan(List.of("orders"), Map.of(), directory, "a41c9e0", "f");
        var release = new Release(1, timeline.instant(), service, plan);
        return new ReplicaRun(setting, service, 1, "orders-1", policy, _ -> Optional.of(release));
    }

    private static final class NobodyListens implements ReplicaSetting.Notices {
        @Override
        public void replicaChanged() {}

        @Override
        public void processesChanged() {}

        @Override
        public void ended(int port, ReplicaEnd end) {}

        @Override
        public void happened(Severity severity, Subject subject, Cause cause) {}
    }
}
