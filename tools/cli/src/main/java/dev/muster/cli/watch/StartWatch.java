package dev.muster.cli.watch;

import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.LiveText;
import dev.muster.control.AgentAddress;

import java.io.IOException;
import java.util.Optional;

/** The start of a fleet as somebody sees it who does not own it. */
public final class StartWatch {
    private StartWatch() {}

    /**
     * How the start came out.
     *
     * @param agent that runs the fleet by then
     */
    public record Outcome(ExitCode exitCode, RunningAgent agent) {}

    /**
     * Prints what happens until the fleet is ready or will not be, also by an agent that is started
     * in the place of one that dies meanwhile.
     *
     * @throws CommandException where no agent is left before that
     */
    public static Outcome untilReady(RunningAgent first, LiveText text) throws IOException {
        var agent = Optional.of(first);
        while (agent.isPresent()) {
            var exitCode = exitCode(agent.get(), text);
            if (exitCode.isPresent()) {
                return new Outcome(exitCode.get(), agent.get());
            }
            agent = Successor.of(agent.get(), text);
        }
        var ended = "The agent ended before the fleet was ready.";
        // An agent that has ended everything takes its address away.
        throw AgentAddress.isLeftBehind(first.folder())
                ? Successor.none(ended)
                : new CommandException(ExitCode.FAILED, ended);
    }

    /** Empty where the agent is gone. */
    private static Optional<ExitCode> exitCode(RunningAgent agent, LiveText text)
            throws IOException {
        try (var progress = Progress.of(agent.client(), false)) {
            return progress.printUntilReady(text);
        } catch (IOException e) {
            if (!agent.isGone()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
