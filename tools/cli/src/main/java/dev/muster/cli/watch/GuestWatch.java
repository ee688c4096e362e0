package dev.muster.cli.watch;

import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.Screen;
import dev.muster.control.AgentAddress;

import java.io.IOException;
import java.util.Optional;

/** Watches a fleet that belongs to somebody else. */
public final class GuestWatch {
    private GuestWatch() {}

    /** Returns when the guest leaves, or the fleet has stopped. */
    public static void run(RunningAgent agent, Console console) throws IOException {
        try (var terminal = console.terminal()) {
            var text = console.text(() -> Screen.sizeOf(terminal));
            var watched = Optional.of(agent);
            while (watched.isPresent()) {
                var screen =
                        new WatchScreen(watched.get(), console, terminal, text, WatchKeys.GUEST);
                if (screen.run()) {
                    return;
                }
                watched = Successor.of(watched.get(), text);
            }
        }
        // An agent that has ended everything takes its address away.
        if (AgentAddress.isLeftBehind(agent.folder())) {
            throw Successor.none("The agent is gone.");
        }
        console.println("The fleet was stopped.");
    }
}
