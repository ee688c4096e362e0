package dev.muster.cli.watch;

import dev.muster.cli.agent.AgentProcess;
import dev.muster.cli.agent.FleetStop;
import dev.muster.cli.agent.OwnCaches;
import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.LiveText;
import dev.muster.cli.terminal.Screen;
import dev.muster.cli.terminal.StopSignals;
import dev.muster.control.AgentAddress;

import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fleet whose life is that of this command. It holds the agent's progress stream open as its
 * owner, and the agent stops the fleet when that stream ends, however it ends.
 */
public final class OwnedFleet {
    private final AgentProcess.Started started;
    private final FleetStop fleetStop;
    private final OwnCaches ownCaches;
    private final Console console;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean isDown = new AtomicBoolean();

    /** Both calls of {@link #stop} are answered; what the first to hear it tells is enough. */
    private final AtomicReference<@Nullable Object> teller = new AtomicReference<>();

    public OwnedFleet(
            AgentProcess.Started started,
            FleetStop fleetStop,
            OwnCaches ownCaches,
            Console console) {
        this.started = started;
        this.fleetStop = fleetStop;
        this.ownCaches = ownCaches;
        this.console = console;
    }

    /** Returns when the fleet has stopped. */
    public ExitCode run(RunningAgent first) throws IOException {
        var folder = first.folder();
        try (var terminal = console.terminal()) {
            var text = console.text(() -> Screen.sizeOf(terminal));
            var signals = StopSignals.handle(console.backend(), terminal, () -> stop(folder, text));
            var owned = Optional.of(first);
            while (owned.isPresent()) {
                runUntilGone(owned.get(), terminal, text, signals);
                owned = stopping.get() ? Optional.empty() : Successor.of(owned.get(), text);
            }
            signals.awaitStops();
            if (stopping.get() && !isDown.get()) {
                return ExitCode.FAILED;
            }
            if (signals.wereRaised()) {
                return ExitCode.INTERRUPTED;
            }
            if (stopping.get()) {
                return ExitCode.DONE;
            }
            // An agent that has ended everything takes its address away.
            if (AgentAddress.isLeftBehind(folder)) {
                throw Successor.none(started.lastSentence());
            }
            text.print("The fleet was stopped.");
            return ExitCode.DONE;
        }
    }

    private void runUntilGone(
            RunningAgent agent, Terminal terminal, LiveText text, StopSignals signals)
            throws IOException {
        var client = agent.client();
        try (var progress = Progress.of(client, true)) {
            if (progress.printUntilReady(text).isPresent()) {
                ownCaches.makeLater();
                watch(agent, progress, terminal, text, signals);
            }
            progress.awaitEnd();
        } catch (IOException e) {
            if (!agent.isGone()) {
                throw e;
            }
        }
    }

    private void watch(
            RunningAgent agent,
            Progress progress,
            Terminal terminal,
            LiveText text,
            StopSignals signals)
            throws IOException {
        if (!console.screen().isTerminal()) {
            new FleetScreens(agent.client(), console).print("first");
            return;
        }
        var screen = new WatchScreen(agent, console, terminal, text, WatchKeys.OWNER);
        // The next agent may answer before the screen asks again, and would wait for its owner.
        console.backend()
                .thread(
                        "owner",
                        () -> {
                            progress.awaitEnd();
                            screen.end();
                        })
                .start();
        if (screen.run()) {
            signals.stop();
        }
    }

    /** The first call stops gracefully; a call while that goes on forces. */
    private void stop(Path folder, LiveText text) {
        boolean force = stopping.getAndSet(true);
        text.end();
        text.print(force ? "Forcing." : "Stopping. Ctrl+C again forces.");
        var call = new Object();
        try {
            var _ =
                    fleetStop.stop(
                            folder,
                            force,
                            sentence -> {
                                if (teller.compareAndSet(null, call) || call.equals(teller.get())) {
                                    text.print(sentence);
                                }
                            });
            isDown.set(true);
        } catch (CommandException e) {
            text.print(console.fitted(e.sentence()));
        } catch (IOException e) {
            text.print(console.fitted("What runs cannot be looked for: " + e.getMessage() + "."));
        }
    }
}
