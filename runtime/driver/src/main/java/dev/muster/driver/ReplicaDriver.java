package dev.muster.driver;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs replicas in one way: as processes, in containers. Thread-safe; every method may block for as
 * long as it takes, save {@link #name} and {@link #runs}, which the supervisor asks where it must
 * not wait.
 */
public interface ReplicaDriver {

    /** Makes a driver for one fleet. */
    @FunctionalInterface
    interface Factory {
        /**
         * @throws DriverException when the state folder cannot be used
         */
        ReplicaDriver open(DriverSetting setting);
    }

    /** What it is remembered by; stable. */
    String name();

    /** Whether it runs the replicas of such a service. */
    boolean runs(ServiceSpec service);

    /** What this machine lacks to run it: to try would fail for as long as it does. */
    Optional<Cause.Part> lacks(ServiceSpec service, Launch launch);

    /**
     * Starts a replica.
     *
     * @throws DriverException when it cannot be started
     */
    RunningReplica start(ReplicaStart start);

    /**
     * Finds what an earlier agent left running, whether it is remembered or not, and ends what
     * cannot be watched over.
     *
     * @param remembered those of this driver alone
     * @throws DriverException when it cannot be looked for
     */
    Adopted adopt(List<ReplicaIdentity> remembered);

    /**
     * What runs on though all was ended, after it was ended by force once more. To be asked only
     * when nothing is to run any more.
     *
     * @param remembered what else than what this driver knows of itself was to be ended
     * @throws DriverException when it cannot be looked for
     */
    List<Leftover> left(List<ReplicaIdentity> remembered);

    /**
     * Measures all that runs, and holds what is kept of it to its bounds, such as the size of logs.
     * To be asked every few seconds.
     */
    Map<RunningReplica, Usage> usage();
}
