package dev.muster.control;

import dev.muster.process.Hosts;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessIdentity;
import dev.muster.process.TimeLimit;

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
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * Where the agent of a fleet answers: what it writes into {@code .muster/agent} once it does.
 *
 * @param process of the agent
 * @param keeper the process that starts the agent again when it dies of itself
 * @param since when it began to run the fleet
 * @param port of the control API on loopback
 */
public record AgentAddress(
        ProcessIdentity process, Optional<ProcessIdentity> keeper, Instant since, int port) {
    private static final String FILE = "agent";
    private static final String TOKEN = "token";

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration LONGEST_RESTART = Duration.ofMinutes(1);

    /**
     * The address of this process, as an agent that answers at {@code port}.
     *
     * @param keeper the pid of the process that starts it again when it dies of itself
     */
    public static AgentAddress ofThisProcess(OptionalLong keeper, Instant since, int port) {
        return new AgentAddress(
                identity(ProcessHandle.current().pid()),
                keeper.stream().mapToObj(AgentAddress::identity).findFirst(),
                since,
                port);
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
        return written(fleetFolder).filter(AgentAddress::isAlive);
    }

    /**
     * As {@link #read}, but an agent that has died of itself and is being started again is waited
     * for, a minute at most.
     */
    public static Optional<AgentAddress> readAwaitingRestart(Path fleetFolder) throws IOException {
        var limit = TimeLimit.of(LONGEST_RESTART);
        while (true) {
            var address = written(fleetFolder);
            if (address.filter(AgentAddress::isAlive).isPresent()) {
                return address;
            }
            boolean isKept =
                    address.flatMap(AgentAddress::keeper)
                            .filter(Hosts.current()::isAlive)
                            .isPresent();
            if (!isKept || Thread.currentThread().isInterrupted() || !limit.pause(LOOK_EVERY)) {
                return Optional.empty();
            }
        }
    }

    private static Optional<AgentAddress> written(Path fleetFolder) throws IOException {
        var lines = new Properties();
        try {
            // Any byte is a character here, so that damage is no other error than nonsense.
            lines.load(
                    new StringReader(
                            Files.readString(
                                    stateFolder(fleetFolder).resolve(FILE),
                                    StandardCharsets.ISO_8859_1)));
            return Optional.of(
                    new AgentAddress(
                            process(lines, "pid", "birth"),
                            lines.containsKey("keeper")
                                    ? Optional.of(process(lines, "keeper", "keeper-birth"))
                                    : Optional.empty(),
                            Instant.parse(lines.getProperty("since", "")),
                            Integer.parseInt(lines.getProperty("port", ""))));
        } catch (NoSuchFileException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ProcessIdentity process(Properties lines, String pid, String birth) {
        var start = lines.getProperty(birth, "");
        return new ProcessIdentity(
                Long.parseLong(lines.getProperty(pid, "")),
                start.isEmpty() ? ProcessIdentity.UNKNOWN_START : Long.parseLong(start));
    }

    /** The process that has this pid now. */
    private static ProcessIdentity identity(long pid) {
        return Hosts.current()
                .process(pid)
                .map(ProcessEntry::identity)
                .orElseGet(() -> new ProcessIdentity(pid, ProcessIdentity.UNKNOWN_START));
    }

    private static String birth(ProcessIdentity process) {
        return process.start() == ProcessIdentity.UNKNOWN_START
                ? ""
                : Long.toString(process.start());
    }

    /** Writes this address for others to read. */
    public void write(Path fleetFolder) throws IOException {
        var file = stateFolder(fleetFolder).resolve(FILE);
        var fresh = file.resolveSibling(FILE + ".new");
        var lines = new ArrayList<String>();
        lines.add("pid=" + process.pid());
        lines.add("birth=" + birth(process));
        keeper.ifPresent(
                k -> {
                    lines.add("keeper=" + k.pid());
                    lines.add("keeper-birth=" + birth(k));
                });
        lines.add("since=" + since);
        lines.add("port=" + port);
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Whether an address stands there, or may, be its agent alive or not: an agent that has ended
     * all it started takes its own away.
     */
    public static boolean isLeftBehind(Path fleetFolder) {
        return !Files.notExists(stateFolder(fleetFolder).resolve(FILE));
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

    public long pid() {
        return process.pid();
    }

    /** Whether the agent runs. */
    public boolean isAlive() {
        return Hosts.current().isAlive(process);
    }

    /** Waits for the end of the agent; false when it takes longer, or the thread is interrupted. */
    public boolean awaitEnd(Duration atMost) {
        var limit = TimeLimit.of(atMost);
        while (isAlive()) {
            if (Thread.currentThread().isInterrupted() || !limit.pause(LOOK_EVERY)) {
                return false;
            }
        }
        return true;
    }
}
