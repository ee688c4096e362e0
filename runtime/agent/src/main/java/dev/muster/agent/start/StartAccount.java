package dev.muster.agent.start;

import dev.muster.agent.stream.Changes;
import dev.muster.agent.stream.EventStream;
import dev.muster.store.Printable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The account of how the fleet is started, line by line, for everyone who watches, and then of how
 * it stands. Who comes while the start goes on reads it from the beginning; who comes later is told
 * only how the fleet stands now. Thread-safe.
 */
public final class StartAccount {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private final List<Line> lines = new ArrayList<>();
    private final Changes changes = new Changes();
    private Supplier<String> step = StartAccount::noStep;
    private boolean started;
    private Optional<Standing> standing = Optional.empty();
    private boolean stopping;
    private boolean ended;

    /**
     * How a fleet that no longer changes by itself stands.
     *
     * @param ready whether every service that can be ready on this machine is, with the newest code
     * @param trouble a line for each service that is not
     */
    record Standing(boolean ready, List<String> trouble) {
        Standing {
            trouble = trouble.stream().map(Printable::line).toList();
        }
    }

    /**
     * A line of the start.
     *
     * @param isForAll false where whoever sees the steps has seen it already
     */
    private record Line(String text, boolean isForAll) {}

    /** A line of the start, to keep; it may come from a compiler, and then may hold anything. */
    void line(String line) {
        synchronized (this) {
            if (started) {
                return;
            }
            lines.add(new Line(Printable.line(line), true));
            step = StartAccount::noStep;
        }
        changes.signal();
    }

    /** A line for those who see no steps, such as the log of a build server: what happens now. */
    void beginning(String line) {
        synchronized (this) {
            if (started) {
                return;
            }
            lines.add(new Line(Printable.line(line), false));
        }
        changes.signal();
    }

    /** What goes on just now, asked for at each telling; replaces the step before. */
    void step(Supplier<String> newStep) {
        synchronized (this) {
            if (started) {
                return;
            }
            step = newStep;
        }
        changes.signal();
    }

    /** The fleet stands like this from now on; the first time, its start is over. */
    void stands(Standing newStanding) {
        synchronized (this) {
            started = true;
            standing = Optional.of(newStanding).filter(_ -> !stopping);
            step = StartAccount::noStep;
        }
        changes.signal();
    }

    /** The fleet is on its way to another standing: a replica starts, or a build runs. */
    synchronized void moves() {
        standing = Optional.empty();
    }

    /** The fleet is being stopped, and stands like nothing any more. */
    public void stops() {
        synchronized (this) {
            stopping = true;
            standing = Optional.empty();
        }
        changes.signal();
    }

    /** The agent ends: everyone who listens is let go. */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        changes.signal();
    }

    /** Tells all of it, and then stays, so that either side sees when the other is gone. */
    public void tell(EventStream events) throws IOException, InterruptedException {
        int told = firstLineForWhoComesNow();
        boolean finished = false;
        boolean stopTold = false;
        var lastStep = "";
        long seen = 0;
        while (true) {
            Telling next;
            synchronized (this) {
                next =
                        new Telling(
                                List.copyOf(lines.subList(told, lines.size())),
                                step.get(),
                                standing,
                                stopping,
                                ended);
            }
            told += next.lines().size();
            sendLines(events, next.lines());
            if (!next.step().equals(lastStep)) {
                lastStep = next.step();
                events.send("step", lastStep);
            }
            if (next.standing().isPresent() && !finished) {
                finished = true;
                for (var trouble : next.standing().get().trouble()) {
                    events.send("line", trouble);
                }
                events.send("ready", Boolean.toString(next.standing().get().ready()));
            }
            if (next.stopping() && !finished && !stopTold) {
                stopTold = true;
                events.send("line", "  The fleet is being stopped.");
            }
            if (next.ended()) {
                return;
            }
            events.keepAlive();
            seen = changes.await(seen, HEARTBEAT);
        }
    }

    private static String noStep() {
        return "";
    }

    private synchronized int firstLineForWhoComesNow() {
        return started ? lines.size() : 0;
    }

    private static void sendLines(EventStream events, List<Line> lines) throws IOException {
        for (var line : lines) {
            events.send(line.isForAll() ? "line" : "plain", line.text());
        }
    }

    private record Telling(
            List<Line> lines,
            String step,
            Optional<Standing> standing,
            boolean stopping,
            boolean ended) {}
}
