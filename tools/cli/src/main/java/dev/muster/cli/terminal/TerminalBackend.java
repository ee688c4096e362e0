package dev.muster.cli.terminal;

/**
 * The time and the threads of what goes on beside the command while it watches a fleet: the screen,
 * the keyboard, the signals to stop. Thread-safe.
 */
public interface TerminalBackend {
    /** A monotonic clock, in nanoseconds. */
    long nanoTime();

    /** A thread that is not started yet, may wait, and does not keep the command from ending. */
    Thread thread(String name, Runnable task);
}
