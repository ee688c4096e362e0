package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.control.AgentAddress;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An agent that was alive when it was found.
 *
 * @param folder of its fleet
 */
public record RunningAgent(AgentAddress address, Path folder) {
    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);

    /** The agent of a fleet; one that died and is being started again is waited for. */
    public static Optional<RunningAgent> find(Path folder) throws IOException {
        return AgentAddress.readAwaitingRestart(folder)
                .map(address -> new RunningAgent(address, folder));
    }

    /**
     * @throws CommandException where this user may not talk to it
     */
    public ControlClient client() throws IOException {
        try {
            return address.client(folder);
        } catch (FileSystemException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The agent's token cannot be read: "
                            + AgentAddress.tokenFile(folder)
                            + ". Run this as the user who started the fleet.");
        }
    }

    /**
     * Stops the fleet and waits until the agent is gone.
     *
     * @param told takes the agent's sentence on what it stopped
     * @return whether the agent said that the fleet is down; it may have been ending already
     * @throws CommandException when the agent refuses, is held up, or goes on
     */
    public boolean stop(boolean force, Consumer<String> told) throws IOException {
        var client = client();
        var down = Target.of(ApiPaths.DOWN);
        boolean isDown = false;
        try (var reply = client.post(force ? down.with(ApiQuery.FORCE) : down, Format.TEXT, "")) {
            var sentence = reply.text().strip();
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, sentence);
            }
            told.accept(sentence);
            isDown = true;
        } catch (SocketTimeoutException e) {
            throw heldUp();
        } catch (IOException e) {
            told.accept("The agent is ending already.");
        }
        if (!awaitEnd()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The agent (pid "
                            + address.pid()
                            + ") has not ended. Try: muster down --force");
        }
        return isDown;
    }

    /**
     * For one that is there and answers nobody. It is not ended by force here: it may be suspended
     * by somebody who goes on with it, and then it stops its fleet in order.
     */
    public CommandException heldUp() {
        long pid = address.pid();
        return new CommandException(
                ExitCode.FAILED,
                "The agent (pid "
                        + pid
                        + ") runs and answers nobody. If it was suspended, let it go on: kill -CONT"
                        + " "
                        + pid
                        + ". Otherwise end it by kill -9 "
                        + pid
                        + ", and then what it started by: muster down");
    }

    /** Whether it is gone, or is so in a moment, as one is that has cut a connection by its end. */
    public boolean isGone() {
        return address.awaitEnd(LONGEST_DEATH);
    }

    /** Waits as long as an agent may take to stop a fleet; false when it takes longer. */
    public boolean awaitEnd() {
        return address.awaitEnd(LONGEST_STOP);
    }
}
