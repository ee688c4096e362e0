package dev.muster.cli;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl+C, as often as it is pressed. The JVM's own handling would start its shutdown at the first
 * one and be deaf to the second, which is the one that forces.
 */
final class StopSignals implements AutoCloseable {
    private final Terminal terminal;
    private final Runnable stop;
    private final AtomicBoolean raised = new AtomicBoolean();

    private StopSignals(Terminal terminal, Runnable stop) {
        this.terminal = terminal;
        this.stop = stop;
    }

    /** Calls {@code stop}, on a thread of its own, at each Ctrl+C until this is closed. */
    static StopSignals handle(Runnable stop) throws IOException {
        var terminal =
                TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build();
        var signals = new StopSignals(terminal, stop);
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

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
