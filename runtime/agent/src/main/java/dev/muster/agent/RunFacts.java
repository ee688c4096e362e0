package dev.muster.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the agent knows of its run of the fleet. */
final class RunFacts implements FleetViews.Run {
    private final Instant startedAt;
    private final int gatewayPort;
    private final Wiring wiring;
    private final Lifecycle lifecycle;
    private volatile int dashboardPort;

    RunFacts(Instant startedAt, int gatewayPort, Wiring wiring, Lifecycle lifecycle) {
        this.startedAt = startedAt;
        this.gatewayPort = gatewayPort;
        this.wiring = wiring;
        this.lifecycle = lifecycle;
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
}
