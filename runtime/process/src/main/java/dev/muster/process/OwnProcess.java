package dev.muster.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that the supervisor runs for itself, such as a build, one at a time. It is marked, so
 * that all that it starts can be found and ended with it. Thread-safe.
 */
public final class OwnProcess implements AutoCloseable {

    private final List<Mark> unended = new ArrayList<>();
    private @Nullable Mark running;
    private boolean closed;

    /**
     * Starts one; the one before has ended.
     *
     * @throws IOException when it cannot be started, or this is closed
     */
    public Process start(ProcessBuilder builder) throws IOException {
        var mark = Mark.drawn();
        builder.environment().put(Mark.VARIABLE, mark.nonce());
        synchronized (this) {
            if (closed) {
                throw new IOException("the supervisor is stopping");
            }
            running = mark;
            return builder.start();
        }
    }

    /**
     * It came to its end. What it leaves behind on purpose, such as a compiler's daemon, is its own
     * affair.
     */
    public synchronized void ended() {
        running = null;
    }

    /** Ends one that runs, with all that it started: see {@link #left}. Blocks. */
    public void sweep() {
        Mark mark;
        synchronized (this) {
            mark = running;
            running = null;
        }
        if (mark != null && !Sweep.marked(mark).isEmpty()) {
            synchronized (this) {
                unended.add(mark);
            }
        }
    }

    /** Pids of what could not be ended and still runs; mostly none. Blocks. */
    public List<Long> left() {
        List<Mark> marks;
        synchronized (this) {
            marks = List.copyOf(unended);
        }
        return marks.stream().flatMap(mark -> Search.marked(mark).stream()).toList();
    }

    /** Ends one that runs; none is started after this. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sweep();
    }
}
