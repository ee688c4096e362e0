package dev.muster.control;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the agent of a fleet answers: what it writes into {@code .muster/agent} once it does.
 *
 * @param pid of the agent
 * @param since when it began to run the fleet
 * @param port of the control API on loopback
 */
public record AgentAddress(long pid, Instant since, int port) {
    private static final String FILE = "agent";
    private static final String TOKEN = "token";

    /** The folder of a fleet's state, beside its fleet file. */
    public static Path stateFolder(Path fleetFolder) {
        return fleetFolder.resolve(".muster");
    }

    /** The address of the agent that runs the fleet in {@code fleetFolder}, if one is alive. */
    public static Optional<AgentAddress> read(Path fleetFolder) throws IOException {
        var lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(stateFolder(fleetFolder).resolve(FILE))));
            var address =
                    new AgentAddress(
                            Long.parseLong(lines.getProperty("pid", "0")),
                            Instant.parse(lines.getProperty("since", Instant.EPOCH.toString())),
                            Integer.parseInt(lines.getProperty("port", "0")));
            return address.isAlive() ? Optional.of(address) : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Writes this address for others to read. */
    public void write(Path fleetFolder) throws IOException {
        var file = stateFolder(fleetFolder).resolve(FILE);
        var fresh = file.resolveSibling(FILE + ".new");
        Files.write(fresh, List.of("pid=" + pid, "since=" + since, "port=" + port));
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what {@link #write} wrote. */
    public static void remove(Path fleetFolder) throws IOException {
        Files.deleteIfExists(stateFolder(fleetFolder).resolve(FILE));
    }

    /**
     * The file of the token that every call of the control API needs; readable by its owner alone.
     */
    public static Path tokenFile(Path fleetFolder) {
        return stateFolder(fleetFolder).resolve(TOKEN);
    }

    /** A client of this agent. */
    public ControlClient client(Path fleetFolder) throws IOException {
        return new ControlClient(port, Files.readString(tokenFile(fleetFolder)).strip());
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid).map(AgentAddress::mayBeAgent).orElse(false);
    }

    /**
     * A pid is reused in the end; an agent is a JVM, so another program under its old pid is not
     * it.
     */
    private static boolean mayBeAgent(ProcessHandle process) {
        return process.isAlive()
                && process.info().command().map(command -> command.endsWith("java")).orElse(true);
    }
}
