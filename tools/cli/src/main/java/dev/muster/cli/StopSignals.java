package dev.muster.cli;

import org.jline.terminal.Terminal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl+C, as often as it is pressed. The JVM's own handling would start its shutdown at the first
 * one and be deaf to the second, which is the one that forces.
 */
final class StopSignals {
    private final Runnable stop;
    private final AtomicBoolean raised = new AtomicBoolean();

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Calls {@code stop}, on a thread of its own, at each Ctrl+C for as long as the terminal is
     * open.
     */
    static StopSignals handle(Terminal terminal, Runnable stop) {
        var signals = new StopSignals(stop);
        terminal.handle(Terminal.Signal.INT, signal -> signals.raise());
        return signals;
    }

    boolean wereRaised() {
        return raised.get();
    }

    /** Stops as Ctrl+C would. */
    void stop() {
        Thread.ofPlatform().name("stop").start(stop);
    }

    private void raise() {
        raised.set(true);
        stop();
    }
}
