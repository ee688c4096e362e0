package dev.muster.agent.start;

import dev.muster.supervisor.Ports;
import dev.muster.transport.PortOwner;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A port that the agent wants to listen on, and what to tell the user when it is taken.
 *
 * @param port 1 to 65535, or 0 for any free one, which only the command can ask for
 * @param key of the fleet file, such as {@code gateway.port}
 * @param option of the command, such as {@code --gateway-port}
 */
public record PortClaim(int port, String key, String option) {

    static PortClaim of(OptionalInt override, int fromFile, String key, String option) {
        return new PortClaim(override.orElse(fromFile), key, option);
    }

    static final int HIGHEST = 65_535;

    /** Whether somebody else has it; any free port can be had always. */
    boolean isTaken() {
        return port != 0 && !Ports.isFree(port);
    }

    /**
     * Opens the port by {@code opening}.
     *
     * @throws AgentException naming who has the port
     */
    public <T> T open(Opening<T> opening) {
        try {
            return opening.open(port);
        } catch (RuntimeException e) {
            var owner = PortOwner.of(port);
            throw new AgentException(
                    owner.map(o -> "Port " + port + " is taken by " + o + ". Stop it, or set")
                                    .orElse(
                                            "Port "
                                                    + port
                                                    + " cannot be opened ("
                                                    + e.getMessage()
                                                    + "). Set")
                            + " `"
                            + key
                            + "` in muster.yaml, or run with "
                            + option
                            + " "
                            + anotherPort()
                            + ".",
                    e);
        }
    }

    /** The next one that is free: what we tell to do must work. */
    private int anotherPort() {
        return IntStream.rangeClosed(port + 1, HIGHEST).filter(Ports::isFree).findFirst().orElse(0);
    }

    /** What opens a port. */
    @FunctionalInterface
    public interface Opening<T> {
        T open(int port);
    }
}
