package dev.muster.agent;

import dev.muster.agent.view.EditedFile;
import dev.muster.agent.view.FirstRequest;
import dev.muster.agent.view.FleetViews;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the agent knows of its run of the fleet. */
final class RunFacts implements FleetViews.Run {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Instant startedAt;
    private final int gatewayPort;
    private final Wiring wiring;
    private final Lifecycle lifecycle;
    private final FirstRequest firstRequest;
    private final EditedFile file;
    private volatile int dashboardPort;

    RunFacts(
            Instant startedAt,
            int gatewayPort,
            Wiring wiring,
            Lifecycle lifecycle,
            FirstRequest firstRequest,
            EditedFile file) {
        this.startedAt = startedAt;
        this.gatewayPort = gatewayPort;
        this.wiring = wiring;
        this.lifecycle = lifecycle;
        this.firstRequest = firstRequest;
        this.file = file;
    }

    /** The dashboard is served by what shows these facts, so its port is known last. */
    void dashboardAt(int port) {
        dashboardPort = port;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public Optional<Duration> readyAfter() {
        return wiring.readyAfter();
    }

    @Override
    public boolean isStopping() {
        return lifecycle.isStopping();
    }

    @Override
    public int gatewayPort() {
        return gatewayPort;
    }

    @Override
    public int dashboardPort() {
        return dashboardPort;
    }

    @Override
    public Optional<String> tryPath() {
        return firstRequest.path();
    }

    @Override
    public void awaitTryPath() {
        firstRequest.await(LONGEST_WAIT);
    }

    @Override
    public Optional<String> fileDifference() {
        return file.sentence();
    }
}
