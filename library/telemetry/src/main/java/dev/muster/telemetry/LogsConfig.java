package dev.muster.telemetry;

import java.util.Set;

/**
 * How a process logs.
 *
 * @param service the field {@code service.name}
 * @param replica the field {@code service.node.name}; empty to leave it out
 * @param version the field {@code service.version}; empty to leave it out
 * @param level the least level that is written: TRACE, DEBUG, INFO, WARN or ERROR
 */
public record LogsConfig(String service, String replica, String version, String level) {
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    public LogsConfig {
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException(
                    "log level \"" + level + "\" is none of TRACE, DEBUG, INFO, WARN, ERROR");
        }
    }

    /** INFO and above, without a replica's name. */
    public static LogsConfig of(String service) {
        return new LogsConfig(service, "", "", "INFO");
    }

    public LogsConfig withReplica(String newReplica) {
        return new LogsConfig(service, newReplica, version, level);
    }

    public LogsConfig withVersion(String newVersion) {
        return new LogsConfig(service, replica, newVersion, level);
    }

    public LogsConfig withLevel(String newLevel) {
        return new LogsConfig(service, replica, version, newLevel);
    }
}
