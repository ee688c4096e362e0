package dev.muster.cli.watch;

import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.terminal.Console;

import java.io.IOException;
import java.util.Optional;

/** Watches a fleet that belongs to somebody else. */
public final class GuestWatch {
    private GuestWatch() {}

    /** Returns when the guest leaves, or the fleet is gone. */
    public static void run(RunningAgent agent, Console console) throws IOException {
        try (var terminal = Console.terminal()) {
            var text = console.text(terminal::getSize);
            var watched = Optional.of(agent);
            while (watched.isPresent()
                    && !new WatchScreen(watched.get(), console, terminal, text, WatchKeys.GUEST)
                            .run()) {
                watched = Successor.of(watched.get(), text);
            }
        }
    }
}
