package dev.muster.agent.start;

import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;
import dev.muster.driver.Leftover;
import dev.muster.fleet.Counted;
import dev.muster.fleet.DurationText;
import dev.muster.supervisor.LeftReplicas;
import dev.muster.supervisor.SupervisorConfig;
import dev.muster.supervisor.SupervisorException;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A fleet whose agent was killed: its replicas run on, and nobody is there to be asked to stop
 * them.
 */
public final class LeftFleet {
    private LeftFleet() {}

    /**
     * Ends the replicas.
     *
     * @param nanoTime a monotonic clock, in nanoseconds
     * @return one sentence on what was ended; empty where nothing was left
     * @throws AgentException when an agent runs the fleet, or something could not be ended
     */
    public static String end(AgentConfig config, boolean force, LongSupplier nanoTime) {
        var folder = config.fleetFolder();
        long began = nanoTime.getAsLong();
        try (var state = StateFolder.hold(folder)) {
            var outcome = LeftReplicas.end(SupervisorConfig.in(state.path()), Drivers.ALL, force);
            if (!outcome.running().isEmpty()) {
                throw new AgentException(
                        "The fleet is not down: "
                                + outcome.running().stream()
                                        .map(Leftover::sentence)
                                        .collect(Collectors.joining("; "))
                                + ".");
            }
            AgentAddress.remove(folder);
            new RunningFleets(config.stateHome()).remove(folder);
            return outcome.ended().isEmpty()
                    ? ""
                    : "The agent was gone; "
                            + Counted.of(outcome.ended().size(), "replica")
                            + " that it left running stopped, "
                            + DurationText.of(Duration.ofNanos(nanoTime.getAsLong() - began))
                            + ".";
        } catch (SupervisorException e) {
            throw new AgentException(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        } catch (IOException e) {
            throw new AgentException(folder + " cannot be cleared: " + e.getMessage(), e);
        }
    }
}
