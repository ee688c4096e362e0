package dev.muster.supervisor;

import java.nio.file.Path;
import java.util.List;

/**
 * How the replicas of a service are started, once everything for it is there.
 *
 * @param arguments program and arguments; reach the program as they are, by no shell
 * @param version short hash of what is run, for people
 * @param fingerprint differs whenever a running replica should be replaced
 */
record LaunchPlan(List<String> arguments, Path directory, String version, String fingerprint) {
    LaunchPlan {
        arguments = List.copyOf(arguments);
    }

    String program() {
        return arguments.getFirst();
    }
}
