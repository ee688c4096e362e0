package dev.muster.supervisor;

import dev.muster.supervisor.rollout.Rollout.Outcome;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Rolls services for callers that wait for it; one at a time for each service. */
final class Rolling {

    private final Timeline timeline;
    private final FleetRun fleet;
    private final Turns turns = new Turns();

    Rolling(Timeline timeline, FleetRun fleet) {
        this.timeline = timeline;
        this.fleet = fleet;
    }

    /** Does it while nothing else replaces replicas of the service. */
    <T> T inTurn(String service, Supplier<T> task) {
        return turns.take(service, task);
    }

    /**
     * Replaces those replicas that the function chooses, by their numbers. Blocks until that is
     * over.
     *
     * @throws SupervisorException when the fleet is stopped meanwhile
     */
    Outcome replace(String service, Function<ServiceRun, List<Integer>> choice) {
        return timeline.await(timeline.ask(() -> fleet.service(service).roll(choice)));
    }
}
