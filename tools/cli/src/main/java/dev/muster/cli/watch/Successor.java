package dev.muster.cli.watch;

import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.terminal.LiveText;

import java.io.IOException;
import java.util.Optional;

/** The agent that was started in the place of one that died of itself. */
final class Successor {
    private Successor() {}

    /** Waits for the end of {@code gone}; empty where nothing took its place. */
    static Optional<RunningAgent> of(RunningAgent gone, LiveText text) throws IOException {
        if (!gone.awaitEnd()) {
            return Optional.empty();
        }
        var successor = RunningAgent.find(gone.folder());
        if (successor.isPresent()) {
            text.print("  The agent died and was started again; `muster events` says of what.");
            text.resume();
        }
        return successor;
    }
}
