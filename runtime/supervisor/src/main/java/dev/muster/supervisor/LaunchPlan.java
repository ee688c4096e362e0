package dev.muster.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the replicas of a service are started, once everything for it is there.
 *
 * @param arguments program and arguments; reach the program as they are, by no shell
 * @param environment what the program runs best with; anything else that sets it wins
 * @param version short hash of what is run, for people
 * @param fingerprint differs whenever a running replica should be replaced
 */
record LaunchPlan(
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        String version,
        String fingerprint) {
    LaunchPlan {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    String program() {
        return arguments.getFirst();
    }
}
