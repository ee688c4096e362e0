package dev.muster.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the replicas of a service are started, once everything for it is there.
 *
 * @param arguments program and arguments; reach the program as they are, by no shell
 * @param environment what the program runs best with; anything else that sets it wins
 * @param version short hash of what is run, for people
 * @param fingerprint differs whenever a running replica should be replaced
 * @param cache what the JVM starts faster with, if it is one
 */
public record LaunchPlan(
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        String version,
        String fingerprint,
        Optional<AotCache> cache) {
    public LaunchPlan {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Of what is started without a cache. */
    public LaunchPlan(
            List<String> arguments,
            Map<String, String> environment,
            Path directory,
            String version,
            String fingerprint) {
        this(arguments, environment, directory, version, fingerprint, Optional.empty());
    }

    /** The same with flags for the program before all others. */
    public LaunchPlan withFlags(List<String> flags) {
        var all = new ArrayList<>(arguments);
        all.addAll(1, flags);
        return new LaunchPlan(all, environment, directory, version, fingerprint, cache);
    }
}
