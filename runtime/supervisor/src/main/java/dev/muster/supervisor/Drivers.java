package dev.muster.supervisor;

import dev.muster.build.LaunchPlan;
import dev.muster.driver.Adopted;
import dev.muster.driver.DriverException;
import dev.muster.driver.DriverSetting;
import dev.muster.driver.Launch;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.driver.Usage;
import dev.muster.fleet.ServiceSpec;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The drivers of one fleet, as if they were one. Every method blocks, save {@link #of}. */
final class Drivers {

    private final List<ReplicaDriver> all;

    private Drivers(List<ReplicaDriver> all) {
        this.all = all;
    }

    /**
     * @throws SupervisorException when one of them cannot use the state folder
     */
    static Drivers open(
            List<ReplicaDriver.Factory> factories, SupervisorConfig config, InstantSource clock) {
        var setting =
                new DriverSetting(
                        config.stateDirectory(), config.environment(), config.logCapBytes(), clock);
        return known(
                () -> new Drivers(factories.stream().map(each -> each.open(setting)).toList()));
    }

    /** The first that runs such a service; none where nothing here does. */
    Optional<ReplicaDriver> of(ServiceSpec service) {
        return all.stream().filter(driver -> driver.runs(service)).findFirst();
    }

    /** What a driver is told of a plan. */
    static Launch launch(LaunchPlan plan) {
        return new Launch(plan.arguments(), plan.directory(), plan.version(), plan.fingerprint());
    }

    /**
     * @throws SupervisorException when it cannot be looked for
     */
    Adopted adopt(List<ReplicaIdentity> remembered) {
        var running = new ArrayList<RunningReplica>();
        var ended = new LinkedHashMap<ReplicaIdentity, Optional<Integer>>();
        var left = new ArrayList<Leftover>();
        for (ReplicaDriver driver : all) {
            Adopted adopted = known(() -> driver.adopt(of(driver, remembered)));
            running.addAll(adopted.running());
            ended.putAll(adopted.ended());
            left.addAll(adopted.left());
        }
        return new Adopted(running, ended, left);
    }

    /**
     * What runs on though all was ended.
     *
     * @throws SupervisorException when it cannot be looked for
     */
    List<Leftover> left(List<ReplicaIdentity> remembered) {
        return known(
                () ->
                        all.stream()
                                .flatMap(driver -> driver.left(of(driver, remembered)).stream())
                                .toList());
    }

    private static List<ReplicaIdentity> of(ReplicaDriver driver, List<ReplicaIdentity> all) {
        return all.stream().filter(identity -> identity.driver().equals(driver.name())).toList();
    }

    Map<RunningReplica, Usage> usage() {
        var usage = new HashMap<RunningReplica, Usage>();
        all.forEach(driver -> usage.putAll(driver.usage()));
        return usage;
    }

    private static <T> T known(Supplier<T> call) {
        try {
            return call.get();
        } catch (DriverException e) {
            throw new SupervisorException(Objects.requireNonNull(e.getMessage()), e);
        }
    }
}
