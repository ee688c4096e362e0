package dev.muster.agent.start;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an agent is run.
 *
 * @param fleetFolder the folder of the fleet file
 * @param stateHome where programs keep the user's state
 * @param owned whether the fleet is stopped when its owner's connection ends
 * @param keeper the pid of the process that starts the agent again when it dies of itself
 * @param diedWith the exit status of the agent before, which died of itself and in whose place this
 *     one was started
 * @param gatewayPort instead of the fleet file's, as the next two; 0 for any free one
 */
public record AgentConfig(
        Path fleetFolder,
        Path stateHome,
        boolean owned,
        OptionalLong keeper,
        OptionalInt diedWith,
        OptionalInt gatewayPort,
        OptionalInt dashboardPort,
        OptionalInt registryPort) {

    /**
     * Reads the command line, the environment and the JVM's properties; the one place of this
     * module that does.
     *
     * @throws AgentException naming the argument that is wrong
     */
    public static AgentConfig of(List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("--")) {
            throw new AgentException(
                    "usage: Main FOLDER [--owned] [--gateway-port=N] [--dashboard-port=N]"
                            + " [--registry-port=N] | --end-replicas [--force]");
        }
        var options = arguments.subList(1, arguments.size());
        return new AgentConfig(
                Path.of(arguments.getFirst()),
                userStateHome(),
                options.contains("--owned"),
                number(options, "--keeper=").stream().asLongStream().findFirst(),
                number(options, "--died-with="),
                number(options, "--gateway-port="),
                number(options, "--dashboard-port="),
                number(options, "--registry-port="));
    }

    private static Path userStateHome() {
        var named = System.getenv("XDG_STATE_HOME");
        return named != null && Path.of(named).isAbsolute()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".local", "state");
    }

    private static OptionalInt number(List<String> options, String prefix) {
        return options.stream()
                .filter(option -> option.startsWith(prefix))
                .map(option -> option.substring(prefix.length()))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }
}
