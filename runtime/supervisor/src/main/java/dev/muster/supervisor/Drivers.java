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

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The drivers of one fleet, as if they were one. Every method blocks, save {@link #of}. */
final class Drivers {

    private final List<ReplicaDriver> all;
    private final Path stateDirectory;

    private Drivers(List<ReplicaDriver> all, Path stateDirectory) {
        this.all = all;
        this.stateDirectory = stateDirectory;
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
                () ->
                        new Drivers(
                                factories.stream().map(each -> each.open(setting)).toList(),
                                config.stateDirectory()));
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
     * @throws SupervisorException when it cannot be looked for, be it that a replica is remembered
     *     of a driver that is not here
     */
    Adopted adopt(List<ReplicaIdentity> remembered) {
        requireDriverOfEach(remembered);
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
     * @throws SupervisorException as {@link #adopt} does
     */
    List<Leftover> left(List<ReplicaIdentity> remembered) {
        requireDriverOfEach(remembered);
        return known(
                () ->
                        all.stream()
                                .flatMap(driver -> driver.left(of(driver, remembered)).stream())
                                .toList());
    }

    /** What nobody here can look for may run; to forget it would be to leave it running. */
    private void requireDriverOfEach(List<ReplicaIdentity> remembered) {
        Set<String> here = all.stream().map(ReplicaDriver::name).collect(Collectors.toSet());
        Map<String, List<String>> strange =
                remembered.stream()
                        .filter(identity -> !here.contains(identity.driver()))
                        .collect(
                                Collectors.groupingBy(
                                        ReplicaIdentity::driver,
                                        TreeMap::new,
                                        Collectors.mapping(
                                                ReplicaIdentity::replica, Collectors.toList())));
        if (!strange.isEmpty()) {
            throw new SupervisorException(
                    strange.entrySet().stream()
                                    .map(of -> named(of.getKey(), of.getValue()))
                                    .collect(Collectors.joining(" "))
                            + " Stop the fleet with the version of Muster that started it; or end"
                            + " them by hand, and then delete "
                            + stateDirectory.resolve("replicas.json")
                            + " and replicas.json.previous.");
        }
    }

    private static String named(String driver, List<String> replicas) {
        return "%s may run, started by the driver \"%s\", which this version of Muster does not have."
                .formatted(String.join(", ", replicas), driver);
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
