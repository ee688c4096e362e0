package dev.muster.driver;

import java.nio.file.Path;
import java.util.List;

/**
 * What the replicas of a service are started from.
 *
 * @param arguments program and arguments; reach the program as they are, by no shell
 * @param version short hash of what is run, for people
 * @param fingerprint differs whenever a running replica should be replaced
 */
public record Launch(List<String> arguments, Path directory, String version, String fingerprint) {
    public Launch {
        arguments = List.copyOf(arguments);
    }

    public String program() {
        return arguments.getFirst();
    }
}
