package dev.muster.supervisor;

import dev.muster.fleet.Cause;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Replaces the replicas of a service one after another, each only when the one before is ready, and
 * stops at the first that is not. Blocks; one at a time for each service.
 */
final class Rolling {

    private final Timeline timeline;
    private final FleetRun fleet;
    private final Turns turns = new Turns();

    Rolling(Timeline timeline, FleetRun fleet) {
        this.timeline = timeline;
        this.fleet = fleet;
    }

    /**
     * @param replaced how many were
     * @param failure the replica at which it stopped
     */
    record Result(int replaced, Optional<Failure> failure) {}

    record Failure(String replica, Cause cause) {}

    /** Does it while nothing else replaces replicas of the service. */
    <T> T inTurn(String service, Supplier<T> task) {
        return turns.take(service, task);
    }

    /** Replaces those replicas that the function chooses, by their numbers. */
    Result replace(String service, Function<ServiceRun, List<Integer>> choice) {
        List<Integer> numbers = timeline.ask(() -> choice.apply(fleet.service(service)));
        int replaced = 0;
        for (int number : numbers) {
            Optional<Cause> problem =
                    timeline.await(timeline.ask(() -> fleet.service(service).replace(number)));
            if (problem.isPresent()) {
                var failure = new Failure(service + "-" + number, problem.get());
                return new Result(replaced, Optional.of(failure));
            }
            replaced++;
        }
        return new Result(replaced, Optional.empty());
    }
}
