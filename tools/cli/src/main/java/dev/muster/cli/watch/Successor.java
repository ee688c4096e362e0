package dev.muster.cli.watch;

import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.LiveText;

import java.io.IOException;
import java.util.Optional;

/** The agent that was started in the place of one that died of itself. */
public final class Successor {
    private Successor() {}

    /**
     * Waits for the end of {@code gone}; empty where nothing took its place.
     *
     * @throws CommandException when it is there still, and answers nobody
     */
    static Optional<RunningAgent> of(RunningAgent gone, LiveText text) throws IOException {
        if (!gone.awaitEnd()) {
            throw gone.heldUp();
        }
        var successor = RunningAgent.find(gone.folder());
        if (successor.isPresent()) {
            text.print("  The agent died and was started again; `muster events` says of what.");
            text.resume();
        }
        return successor;
    }

    /**
     * For one that has none, though it has not ended everything.
     *
     * @param ended how the last agent did
     */
    public static CommandException none(String ended) {
        return new CommandException(
                ExitCode.FAILED,
                ended
                        + " What it started may run on: the next `muster up` takes it over, `muster"
                        + " down` ends it.");
    }
}
