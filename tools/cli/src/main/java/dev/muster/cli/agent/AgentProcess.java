package dev.muster.cli.agent;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.control.AgentAddress;
import dev.muster.fleet.DurationText;
import dev.muster.process.Hosts;
import dev.muster.process.TimeLimit;
import dev.muster.state.OwnerOnly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Starts an agent as a process of its own: in its own session, so that neither Ctrl+C nor a closed
 * terminal reaches it, writing to files, so that no reader of it can die, and under a shell that
 * starts it again when it dies of itself.
 */
public final class AgentProcess {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /**
     * What the agent writes is its user's alone; what it starts for the user, such as replicas and
     * builds, is given the user's own umask back.
     */
    private static final List<String> CLOSED_TO_OTHERS =
            List.of(
                    "sh",
                    "-c",
                    "MUSTER_UMASK=$(umask); export MUSTER_UMASK; umask 077; exec \"$0\" \"$@\"");

    /** The program that stays with the agent and starts it again when it died of itself. */
    private static final String KEEPER = "agent.sh";

    /** Where the JVM says why it crashed; otherwise it would say so beside the user's files. */
    private static final String CRASH_REPORT = "agent-crash.log";

    /** What a shell says of a program that was ended by {@code kill -9}. */
    private static final int KILLED = 137;

    private final Installation installation;

    /** A file is locked for the whole of a process, however many of its threads want it. */
    private final Lock ending = new ReentrantLock();

    public AgentProcess(Installation installation) {
        this.installation = installation;
    }

    /**
     * The agent of a fleet.
     *
     * @param started what keeps it, where it was started for this call and not there before
     */
    public record Found(RunningAgent agent, Optional<Started> started) {}

    /** An agent that this process has started, and what starts it again when it dies of itself. */
    public static final class Started {
        private final Process keeper;
        private final Path folder;

        private Started(Process keeper, Path folder) {
            this.keeper = keeper;
            this.folder = folder;
        }

        /** Why it ended, once it has ended out of order and is not started again. */
        public String lastSentence() throws IOException {
            if (!hasEnded()) {
                return "The agent died and has not started again yet.";
            }
            return keeper.exitValue() == KILLED
                    ? "The agent was killed."
                    : lastWords(complaints(folder), keeper).lines().toList().getLast();
        }

        private boolean hasEnded() {
            try {
                return keeper.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /**
     * The agent of the fleet in {@code folder}: the one that runs it, or a new one once it answers.
     * Of two calls at the same time one starts it, and the other waits and finds it.
     *
     * @param options passed on to a new one, such as {@code --gateway-port=8081}
     * @throws CommandException with the agent's own sentence when it could not start
     */
    public Found findOrStart(Path folder, List<String> options) {
        var state = AgentAddress.stateFolder(folder);
        try {
            OwnerOnly.folder(state);
            try (var turn = FileChannel.open(state.resolve("starting"), CREATE, WRITE);
                    var _ = turn.lock()) {
                var running = RunningAgent.find(folder);
                return running.isPresent()
                        ? new Found(running.get(), Optional.empty())
                        : startAndAwait(folder, options);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The agent cannot be started: " + e.getMessage());
        }
    }

    /**
     * Ends the replicas that an agent left running which is gone; none is there any more then.
     * Thread-safe.
     *
     * @return a sentence on what that was, or an empty one where nothing was left; nothing at all
     *     when an agent runs the fleet by now
     * @throws CommandException with the reason why something may still run
     */
    public Optional<String> endReplicas(Path folder, boolean force) throws IOException {
        var state = AgentAddress.stateFolder(folder);
        if (!Files.isDirectory(state)) {
            return Optional.of("");
        }
        var options = force ? List.of("--end-replicas", "--force") : List.of("--end-replicas");
        ending.lock();
        try (var turn = FileChannel.open(state.resolve("starting"), CREATE, WRITE);
                var _ = turn.lock()) {
            if (RunningAgent.find(folder).isPresent()) {
                return Optional.empty();
            }
            var complaints = complaints(folder);
            var process =
                    new ProcessBuilder(command(folder, List.of(), options))
                            .redirectInput(new java.io.File("/dev/null"))
                            .redirectError(complaints.toFile())
                            .start();
            try (var output = process.inputReader()) {
                var sentence = output.readAllAsString().strip();
                if (process.waitFor() != 0) {
                    throw new CommandException(ExitCode.FAILED, lastWords(complaints, process));
                }
                return Optional.of(sentence);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(
                    ExitCode.INTERRUPTED, "Interrupted while replicas were being ended.");
        } finally {
            ending.unlock();
        }
    }

    private Found startAndAwait(Path folder, List<String> options) throws IOException {
        var state = AgentAddress.stateFolder(folder);
        var complaints = complaints(folder);
        var log = state.resolve("agent.log");
        OwnerOnly.file(complaints);
        OwnerOnly.file(log);
        var keeper = state.resolve(KEEPER);
        OwnerOnly.write(keeper, keeperScript());
        var process =
                new ProcessBuilder(command(folder, List.of("sh", keeper.toString()), options))
                        .directory(folder.toFile())
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectError(complaints.toFile())
                        .start();
        var limit = TimeLimit.of(START_DEADLINE);
        while (!limit.isOver()) {
            var address = AgentAddress.read(folder);
            if (address.flatMap(AgentAddress::keeper)
                    .filter(its -> its.pid() == process.pid())
                    .isPresent()) {
                return new Found(
                        new RunningAgent(address.get(), folder),
                        Optional.of(new Started(process, folder)));
            }
            if (ended(process)) {
                throw new CommandException(ExitCode.FAILED, lastWords(complaints, process));
            }
        }
        var agent = process.descendants().toList();
        process.destroyForcibly();
        agent.forEach(ProcessHandle::destroyForcibly);
        throw new CommandException(
                ExitCode.FAILED,
                "The agent did not start within "
                        + DurationText.of(START_DEADLINE)
                        + ". Its log: "
                        + log);
    }

    private static Path complaints(Path folder) {
        return AgentAddress.stateFolder(folder).resolve("agent.err");
    }

    private static String keeperScript() throws IOException {
        try (var script = Objects.requireNonNull(AgentProcess.class.getResourceAsStream(KEEPER))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * @param keeper the words that come before the agent's program
     */
    private List<String> command(Path folder, List<String> keeper, List<String> options)
            throws IOException {
        var command = new ArrayList<>(keeper);
        command.add(installation.java().toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx192m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:ErrorFile=" + AgentAddress.stateFolder(folder).resolve(CRASH_REPORT),
                        "--enable-native-access=ALL-UNNAMED",
                        // Both are for the gateway: see bench/gateway-vs-nginx.
                        "-Dio.netty.allocator.type=pooled",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-Xlog:disable",
                        "-Xlog:all=warning:stderr"));
        if (Files.exists(installation.agentCache())) {
            command.add("-XX:AOTCache=" + installation.agentCache());
        }
        command.addAll(
                List.of(
                        "-cp",
                        installation.agentClassPath(),
                        "dev.muster.agent.Main",
                        folder.toString()));
        command.addAll(options);
        return Stream.concat(
                        CLOSED_TO_OTHERS.stream(), Hosts.current().inNewSession(command).stream())
                .toList();
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(
                    ExitCode.INTERRUPTED, "Interrupted while the agent was starting.");
        }
    }

    private static String lastWords(Path complaints, Process process) throws IOException {
        var words = Files.readString(complaints).strip();
        return words.isEmpty()
                ? "The agent ended with status " + process.exitValue() + " and said nothing."
                : words;
    }
}
