package dev.muster.supervisor.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetFixture;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

final class ReplicaRunTest {

    @TempDir Path directory;

    /** As the JDK does when it finds no thread for the process it started. */
    @Test
    void failsWhateverItIsThatKeepsItsProcessFromStarting() {
        try (var timeline = new Timeline()) {
            var replica = replica(timeline, new OutOfMemoryError("no thread"));
            var gaveUp = new CompletableFuture<ReplicaState>();

            timeline.run(
                    () -> {
                        var _ = replica.when(GaveUp.class::isInstance).thenAccept(gaveUp::complete);
                        replica.handle(new Event.Admitted());
                    });

            assertThat(gaveUp).succeedsWithin(FleetFixture.PATIENCE);
            assertThat(timeline.ask(replica::cause).join())
                    .hasValue(
                            new Cause.GaveUp(
                                    1,
                                    new Cause.CannotStart(
                                            "java.lang.OutOfMemoryError: no thread")));
        }
    }

    private ReplicaRun replica(Timeline timeline, Error problem) {
        var service = FleetFixture.http("orders", 1, List.of("orders"));
        var setting =
                ReplicaFixture.setting(
                        timeline,
                        new ReplicaFixture.Unheeded(),
                        (_, _, _) -> {
                            throw problem;
                        });
        var policy = ReplicaPolicy.of(service, setting.config(), () -> 0.5).withAttempts(0);
        var plan = new LaunchPlan(List.of("orders"), Map.of(), directory, "a41c9e0", "f");
        var release = new Release(1, timeline.instant(), service, plan);
        return new ReplicaRun(
                setting, service, 1, 20_113, "orders-1", policy, _ -> Optional.of(release));
    }
}
