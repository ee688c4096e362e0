package dev.muster.agent.api;

import dev.muster.agent.view.EditedFile;
import dev.muster.agent.view.FleetViews;
import dev.muster.fleet.Cause;
import dev.muster.http.HttpProblem;
import dev.muster.store.metric.ScrapeSource;
import dev.muster.store.metric.SeriesConfig;
import dev.muster.store.metric.SeriesStore;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A fleet of one service with a replica that is down, as the tests of the API see it. */
final class SampleRun {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private SampleRun() {}

    static SeriesStore series() {
        var series = new SeriesStore(SeriesConfig.standard(), CLOCK);
        for (int second : new int[] {-4, -2}) {
            int count = second == -4 ? 0 : 10;
            series.scrape(
                    ScrapeSource.gateway(),
                    NOW.plusSeconds(second),
                    """
                    gateway_request_duration_seconds_bucket{caller="edge",service="payments",status="200",le="0.005"} %1$d
                    gateway_request_duration_seconds_bucket{caller="edge",service="payments",status="200",le="+Inf"} %1$d
                    """
                            .formatted(count));
        }
        return series;
    }

    static FleetStatus status() {
        var services = new LinkedHashMap<String, ServiceStatus>();
        services.put(
                "payments",
                new ServiceStatus(
                        "payments",
                        2,
                        new BuildState.Done(),
                        "payments",
                        List.of(
                                replica(1, Phase.READY, Optional.empty(), 0),
                                replica(
                                        2,
                                        Phase.BACKING_OFF,
                                        Optional.of(new Cause.KilledFromOutside(9)),
                                        1))));
        return new FleetStatus(NOW, services);
    }

    private static ReplicaStatus replica(
            int number, Phase phase, Optional<Cause> cause, int restarts) {
        boolean runs = phase == Phase.READY;
        return new ReplicaStatus(
                "payments-" + number,
                phase,
                cause,
                runs ? Optional.of(811L) : Optional.empty(),
                "127.0.0.1",
                21_732 + number,
                NOW.minusSeconds(2),
                Optional.empty(),
                restarts,
                "a41c9e0",
                runs ? Optional.of(64L << 20) : Optional.empty(),
                Instant.EPOCH,
                true);
    }

    /** A run of the fleet that has been ready. */
    record Started(EditedFile file) implements FleetViews.Run {
        @Override
        public Instant startedAt() {
            return NOW.minus(Duration.ofHours(1));
        }

        @Override
        public Optional<Duration> readyAfter() {
            return Optional.of(Duration.ofMillis(4_100));
        }

        @Override
        public boolean isStopping() {
            return false;
        }

        @Override
        public int gatewayPort() {
            return 8080;
        }

        @Override
        public int dashboardPort() {
            return 7070;
        }

        @Override
        public Optional<String> tryPath() {
            return Optional.of("/pay");
        }

        @Override
        public void awaitTryPath() {}

        @Override
        public Optional<String> fileDifference() {
            return file.sentence();
        }
    }

    /** Does what it is told, save what makes no sense. */
    record Obedient() implements Orders {
        @Override
        public String scale(String service, int replicas) {
            if (replicas < 0) {
                throw HttpProblem.unprocessable("that makes no sense");
            }
            return service + " to " + replicas;
        }

        @Override
        public String restart(String service) {
            return service + " anew";
        }

        @Override
        public String down(boolean force) {
            return "down " + force;
        }
    }
}
