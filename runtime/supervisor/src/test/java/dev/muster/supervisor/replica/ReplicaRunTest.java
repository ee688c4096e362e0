package dev.muster.supervisor.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.build.LaunchPlan;
import dev.muster.driver.Ending;
import dev.muster.driver.Listener;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetFixture;
import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

final class ReplicaRunTest {

    @TempDir Path directory;

    /** As the JDK does when it finds no thread for the process it started. */
    @Test
    void failsWhateverItIsThatKeepsItsProcessFromStarting() {
        try (var timeline = new Timeline(SupervisorBackend.SYSTEM)) {
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

    /** To look for all processes of one may take longer than the pause between two pushes. */
    @Test
    void isEndedByForceOneLookAtATime() {
        var undying = new Undying();
        try (var timeline = new Timeline(SupervisorBackend.SYSTEM)) {
            var replica = replica(timeline, (_, _, _) -> undying);
            timeline.run(() -> replica.handle(new Event.Admitted()));
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> timeline.ask(replica::process).join().isPresent());

            timeline.run(() -> replica.handle(new Event.KillAsked()));
            var pushes = new HashSet<ReplicaState>();
            await().atMost(FleetFixture.PATIENCE)
                    .until(
                            () ->
                                    pushes.add(timeline.ask(replica::state).join())
                                            && pushes.size() > 4);
            assertThat(undying.kills).hasValue(1);

            undying.looked.countDown();
            await().atMost(FleetFixture.PATIENCE).until(() -> undying.kills.get() > 1);
        }
    }

    private ReplicaRun replica(Timeline timeline, Error problem) {
        return replica(
                timeline,
                (_, _, _) -> {
                    throw problem;
                });
    }

    private ReplicaRun replica(Timeline timeline, ReplicaSetting.Starter starter) {
        var service = FleetFixture.http("orders", 1, List.of("orders"));
        var setting = ReplicaFixture.setting(timeline, new ReplicaFixture.Unheeded(), starter);
        var policy = ReplicaPolicy.of(service, setting.config(), () -> 0.5).withAttempts(0);
        var plan = new LaunchPlan(List.of("orders"), Map.of(), directory, "a41c9e0", "f");
        var release = new Release(1, timeline.instant(), service, plan);
        return new ReplicaRun(
                setting, service, 1, 20_113, "orders-1", policy, _ -> Optional.of(release));
    }

    /** Outlives every signal, each of which takes its time. */
    private static final class Undying implements RunningReplica {
        private final AtomicInteger kills = new AtomicInteger();
        private final CountDownLatch looked = new CountDownLatch(1);

        @Override
        public ReplicaIdentity identity() {
            return new ReplicaIdentity(
                    "test", "orders", 1, "n", 0, 0, 20_000, "a41c9e0", "f", Instant.EPOCH, 0);
        }

        @Override
        public Optional<Long> pid() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Ending> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public boolean stop() {
            return true;
        }

        @Override
        public void kill() {
            kills.incrementAndGet();
            try {
                looked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<Long> clear(Duration grace) {
            return List.of();
        }

        @Override
        public List<InetSocketAddress> listening() {
            return List.of();
        }

        @Override
        public Listener listenerAt(int port) {
            return new Listener.NotSeen();
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }
    }
}
