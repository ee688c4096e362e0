package dev.muster.cli.terminal;

import org.jline.terminal.Terminal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl+C, as often as it is pressed. The JVM's own handling would start its shutdown at the first
 * one and be deaf to the second, which is the one that forces.
 */
public final class StopSignals {
    private final TerminalBackend backend;
    private final Runnable stop;
    private final AtomicBoolean raised = new AtomicBoolean();
    private final Queue<Thread> stops = new ConcurrentLinkedQueue<>();

    private StopSignals(TerminalBackend backend, Runnable stop) {
        this.backend = backend;
        this.stop = stop;
    }

    /**
     * Calls {@code stop}, on a thread of its own, at each Ctrl+C for as long as the terminal is
     * open.
     */
    public static StopSignals handle(TerminalBackend backend, Terminal terminal, Runnable stop) {
        var signals = new StopSignals(backend, stop);
        terminal.handle(Terminal.Signal.INT, signal -> signals.raise());
        return signals;
    }

    public boolean wereRaised() {
        return raised.get();
    }

    /** Stops as Ctrl+C would. */
    public void stop() {
        var thread = backend.thread("stop", stop);
        stops.add(thread);
        thread.start();
    }

    /** Waits for every stop that has begun. */
    public void awaitStops() {
        try {
            for (var each : stops) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void raise() {
        raised.set(true);
        stop();
    }
}
