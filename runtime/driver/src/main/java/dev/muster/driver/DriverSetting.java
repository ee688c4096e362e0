package dev.muster.driver;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a driver works with.
 *
 * @param stateDirectory the fleet's {@code .muster} folder; the log of a replica is {@code
 *     logs/REPLICA.log} in it
 * @param environment of the agent; {@code PATH} is searched for the programs of commands
 * @param logCapBytes of disk that the log of one replica may take
 * @param clock by which replicas start and end
 */
public record DriverSetting(
        Path stateDirectory,
        Map<String, String> environment,
        long logCapBytes,
        InstantSource clock) {
    public DriverSetting {
        environment = Map.copyOf(environment);
    }
}
