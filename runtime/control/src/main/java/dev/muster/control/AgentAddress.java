package dev.muster.control;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the agent of a fleet answers: what it writes into {@code .muster/agent} once it does.
 *
 * @param pid of the agent
 * @param birth when the kernel says that the process began: a pid is reused in the end, and both
 *     together are not. Empty where the system does not tell
 * @param since when it began to run the fleet
 * @param port of the control API on loopback
 */
public record AgentAddress(long pid, String birth, Instant since, int port) {
    private static final String FILE = "agent";
    private static final String TOKEN = "token";

    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    // Places in /proc/PID/stat after the name, and states of a process that ended: see proc(5).
    private static final int STATE = 0;
    private static final int START_TIME = 19;
    private static final Set<String> ENDED = Set.of("Z", "X");

    /** The address of this process, as an agent that answers at {@code port}. */
    public static AgentAddress ofThisProcess(Instant since, int port) {
        long pid = ProcessHandle.current().pid();
        return new AgentAddress(pid, birthOf(pid), since, port);
    }

    /** The folder of a fleet's state, beside its fleet file. */
    public static Path stateFolder(Path fleetFolder) {
        return fleetFolder.resolve(".muster");
    }

    /**
     * The address of the agent that runs the fleet in {@code fleetFolder}, if one is alive. A file
     * that is damaged tells of none.
     */
    public static Optional<AgentAddress> read(Path fleetFolder) throws IOException {
        var lines = new Properties();
        try {
            // Any byte is a character here, so that damage is no other error than nonsense.
            lines.load(
                    new StringReader(
                            Files.readString(
                                    stateFolder(fleetFolder).resolve(FILE),
                                    StandardCharsets.ISO_8859_1)));
            var address =
                    new AgentAddress(
                            Long.parseLong(lines.getProperty("pid", "")),
                            lines.getProperty("birth", ""),
                            Instant.parse(lines.getProperty("since", "")),
                            Integer.parseInt(lines.getProperty("port", "")));
            return Optional.of(address).filter(AgentAddress::isAlive);
        } catch (NoSuchFileException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes this address for others to read. */
    public void write(Path fleetFolder) throws IOException {
        var file = stateFolder(fleetFolder).resolve(FILE);
        var fresh = file.resolveSibling(FILE + ".new");
        Files.write(
                fresh, List.of("pid=" + pid, "birth=" + birth, "since=" + since, "port=" + port));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Whether an address stands there, be its agent alive or not: an agent that ends in order takes
     * its own away.
     */
    public static boolean isLeftBehind(Path fleetFolder) {
        return Files.exists(stateFolder(fleetFolder).resolve(FILE));
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

    /**
     * Whether the agent runs. One that ended and whose parent does not ask how, as under a first
     * process that never reaps, is dead.
     */
    public boolean isAlive() {
        return birth.isEmpty()
                ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                : birth.equals(birthOf(pid));
    }

    /** Waits for the end of the agent; false when it takes longer, or the thread is interrupted. */
    public boolean awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }

    /** When a process began that still runs; empty for any other. */
    private static String birthOf(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The name stands in parentheses and may hold blanks and parentheses itself.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return ENDED.contains(fields[STATE]) ? "" : fields[START_TIME];
        } catch (IOException e) {
            return "";
        }
    }
}
