package dev.muster.telemetry;

/**
 * How a process logs.
 *
 * @param service the field {@code service.name}
 * @param replica the field {@code service.node.name}; empty to leave it out
 * @param version the field {@code service.version}; empty to leave it out
 * @param levels the least level that is written, and those of single loggers: {@code
 *     info,com.acme=debug}; empty to leave it to Logback's configuration, which is INFO unless
 *     there is one of the program's own
 */
public record LogsConfig(String service, String replica, String version, String levels) {
    /**
     * @throws IllegalArgumentException if a level is none
     */
    public LogsConfig {
        LogLevels.parse(levels);
    }

    /** What Logback's configuration says, without a replica's name. */
    public static LogsConfig of(String service) {
        return new LogsConfig(service, "", "", "");
    }

    public LogsConfig withReplica(String newReplica) {
        return new LogsConfig(service, newReplica, version, levels);
    }

    public LogsConfig withVersion(String newVersion) {
        return new LogsConfig(service, replica, newVersion, levels);
    }

    public LogsConfig withLevels(String newLevels) {
        return new LogsConfig(service, replica, version, newLevels);
    }
}
