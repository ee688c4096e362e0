package dev.muster.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.muster.control.AgentAddress;
import dev.muster.control.OwnerOnly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts an agent as a process of its own: in its own session, so that neither Ctrl+C nor a closed
 * terminal reaches it, and writing to files, so that no reader of it can die.
 */
final class AgentProcess {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /**
     * What the agent writes is its user's alone; what it starts for the user, such as replicas and
     * builds, is given the user's own umask back.
     */
    private static final String CLOSED_TO_OTHERS =
            "MUSTER_UMASK=$(umask); export MUSTER_UMASK; umask 077; exec setsid \"$0\" \"$@\"";

    private final Installation installation;

    AgentProcess(Installation installation) {
        this.installation = installation;
    }

    /**
     * The agent of a fleet.
     *
     * @param isNew it was started for this call, and not there before
     */
    record Found(AgentAddress address, boolean isNew) {}

    /**
     * The agent of the fleet in {@code folder}: the one that runs it, or a new one once it answers.
     * Of two calls at the same time one starts it, and the other waits and finds it.
     *
     * @param options passed on to a new one, such as {@code --gateway-port=8081}
     * @throws CommandException with the agent's own sentence when it could not start
     */
    Found findOrStart(Path folder, List<String> options) {
        var state = AgentAddress.stateFolder(folder);
        try {
            OwnerOnly.folder(state);
            try (var turn = FileChannel.open(state.resolve("starting"), CREATE, WRITE);
                    var _ = turn.lock()) {
                var running = AgentAddress.read(folder);
                return running.isPresent()
                        ? new Found(running.get(), false)
                        : new Found(startAndAwait(folder, options), true);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The agent cannot be started: " + e.getMessage());
        }
    }

    /**
     * Ends the replicas that an agent left running which was killed; none is there any more then.
     *
     * @return a sentence on what that was, or an empty one where nothing was left; nothing at all
     *     when an agent runs the fleet by now
     * @throws CommandException with the reason why something may still run
     */
    Optional<String> endReplicas(Path folder, boolean force) throws IOException {
        var state = AgentAddress.stateFolder(folder);
        if (!Files.isDirectory(state)) {
            return Optional.of("");
        }
        var options = force ? List.of("--end-replicas", "--force") : List.of("--end-replicas");
        try (var turn = FileChannel.open(state.resolve("starting"), CREATE, WRITE);
                var _ = turn.lock()) {
            if (AgentAddress.read(folder).isPresent()) {
                return Optional.empty();
            }
            var complaints = state.resolve("agent.err");
            var process =
                    new ProcessBuilder(command(folder, options))
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
        }
    }

    private AgentAddress startAndAwait(Path folder, List<String> options) throws IOException {
        var state = AgentAddress.stateFolder(folder);
        var complaints = state.resolve("agent.err");
        var log = state.resolve("agent.log");
        OwnerOnly.file(complaints);
        OwnerOnly.file(log);
        var process =
                new ProcessBuilder(command(folder, options))
                        .directory(folder.toFile())
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectError(complaints.toFile())
                        .start();
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            var address = AgentAddress.read(folder);
            if (address.isPresent() && address.get().pid() == process.pid()) {
                return address.get();
            }
            if (ended(process)) {
                throw new CommandException(ExitCode.FAILED, lastWords(complaints, process));
            }
        }
        process.destroyForcibly();
        throw new CommandException(
                ExitCode.FAILED,
                "The agent did not start within "
                        + START_DEADLINE.toSeconds()
                        + " s. Its log: "
                        + log);
    }

    private List<String> command(Path folder, List<String> options) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", CLOSED_TO_OTHERS));
        command.add(installation.java().toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx192m",
                        "-XX:+ExitOnOutOfMemoryError",
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
        return command;
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
