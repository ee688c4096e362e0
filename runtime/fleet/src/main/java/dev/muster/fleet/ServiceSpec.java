package dev.muster.fleet;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One service of a fleet.
 *
 * @param run how a replica is run
 * @param replicas how many are wanted, 0 or more; always 1 for {@link RunSpec.Url}
 * @param routes what the gateway sends here
 * @param needs services of the fleet that are started before this one; no cycles
 * @param env added to the environment of every replica, in the order of the file
 * @param envInherit which variables of the shell every replica is given besides; always there in a
 *     {@link FleetSpec}, which fills its own in
 * @param memoryBytes the memory budget of one replica, where one is set; a JVM's heap is sized from
 *     it
 * @param protocol what it speaks at its port
 * @param startDeadline how long a replica may take to become ready
 * @param stopGrace how long a replica may take to stop before it is killed
 */
public record ServiceSpec(
        String name,
        RunSpec run,
        int replicas,
        List<RouteSpec> routes,
        List<String> needs,
        Map<String, String> env,
        Optional<EnvInherit> envInherit,
        Optional<Long> memoryBytes,
        Protocol protocol,
        ProbeSpec probe,
        Optional<SloSpec> slo,
        Duration startDeadline,
        Duration stopGrace) {
    /** A service has from 0 to so many replicas, whoever says how many. */
    public static final int MOST_REPLICAS = 100;

    public ServiceSpec {
        routes = List.copyOf(routes);
        needs = List.copyOf(needs);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    /** What every replica is given of the environment that the fleet was started in. */
    public Map<String, String> inherited(Map<String, String> environment) {
        return envInherit.orElse(EnvInherit.EVERYTHING).of(environment);
    }

    /** This service, inheriting what {@code fleet} says unless it says something itself. */
    ServiceSpec inheriting(EnvInherit fleet) {
        return envInherit.isPresent()
                ? this
                : new ServiceSpec(
                        name,
                        run,
                        replicas,
                        routes,
                        needs,
                        env,
                        Optional.of(fleet),
                        memoryBytes,
                        protocol,
                        probe,
                        slo,
                        startDeadline,
                        stopGrace);
    }

    /** The prefixes of its routes, in the order of the file. */
    public List<String> prefixes() {
        return routes.stream().map(RouteSpec::prefix).toList();
    }

    /** The variable that holds the address of {@code need}: {@code ORDERS_DB_URL} of orders-db. */
    public static String urlVariable(String need) {
        return need.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    }

    /** What a service speaks at its port. */
    public enum Protocol {
        /** It can have routes, and the gateway balances what other services ask of it. */
        HTTP,
        /** Something else, such as a database's own: it is reached directly. */
        TCP
    }

    /**
     * How a replica is found to be ready.
     *
     * @param ready the check
     * @param interval between two checks of one replica
     * @param timeout of one check
     * @param failures checks in a row that must fail before a ready replica is unready
     */
    public record ProbeSpec(ReadyCheck ready, Duration interval, Duration timeout, int failures) {}

    /** A check of one replica. */
    public sealed interface ReadyCheck {
        /** Ready when GET of {@code path} is answered with 2xx. */
        record Http(String path) implements ReadyCheck {}

        /** Ready when a connection to its port is accepted. */
        record Tcp() implements ReadyCheck {}
    }

    /**
     * What the service promises.
     *
     * @param availability percent of requests that must not fail, such as 99.9
     * @param p99 what 99 of 100 requests must be faster than
     */
    public record SloSpec(Optional<Double> availability, Optional<Duration> p99) {}
}
