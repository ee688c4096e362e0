package dev.muster.cli.terminal;

/**
 * Those of the machine.
 *
 * <p>A class, and no record of functions as the other modules have: verbs that draw nothing are
 * given it too, and the JVM links each function anew at each start.
 */
public final class SystemBackend implements TerminalBackend {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }
}
