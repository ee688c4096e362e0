package dev.muster.supervisor;

import dev.muster.supervisor.rollout.Rollout.Outcome;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Rolls services for callers that wait for it; one at a time for each service. */
final class Rolling {

    private final BlockingCalls calls;
    private final FleetRun fleet;
    private final Map<String, Lock> services = new ConcurrentHashMap<>();

    Rolling(BlockingCalls calls, FleetRun fleet) {
        this.calls = calls;
        this.fleet = fleet;
    }

    /** Does it while nothing else is prepared or rolled of the service; the first come first. */
    <T> T inTurn(String service, Supplier<T> task) {
        Lock turn = services.computeIfAbsent(service, _ -> new ReentrantLock(true));
        turn.lock();
        try {
            return task.get();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Replaces those replicas that the function chooses, by their numbers. Blocks until that is
     * over.
     *
     * @throws SupervisorException when the fleet is stopped meanwhile
     */
    Outcome replace(String service, Function<ServiceRun, List<Integer>> choice) {
        return calls.await(calls.ask(() -> fleet.service(service).roll(choice)));
    }
}
