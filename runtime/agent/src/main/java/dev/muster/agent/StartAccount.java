package dev.muster.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account of how the fleet is started, line by line, for everyone who watches: those who come
 * late read it from the beginning. Thread-safe.
 */
final class StartAccount {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private final List<String> lines = new ArrayList<>();
    private final Changes changes = new Changes();
    private String step = "";
    private Optional<Boolean> outcome = Optional.empty();
    private boolean ended;

    /** A line to keep. */
    void line(String line) {
        synchronized (this) {
            lines.add(line);
            step = "";
        }
        changes.signal();
    }

    /** What goes on just now; replaces the step before. */
    void step(String newStep) {
        synchronized (this) {
            if (outcome.isPresent()) {
                return;
            }
            step = newStep;
        }
        changes.signal();
    }

    /** The start is over; {@code ready} says whether every service that can be ready is. */
    void finish(boolean ready) {
        synchronized (this) {
            if (outcome.isPresent()) {
                return;
            }
            outcome = Optional.of(ready);
            step = "";
        }
        changes.signal();
    }

    /** The agent ends: everyone who listens is let go. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        changes.signal();
    }

    /** Tells all of it, and then stays, so that either side sees when the other is gone. */
    void tell(EventStream events) throws IOException, InterruptedException {
        int told = 0;
        boolean finished = false;
        var lastStep = "";
        long seen = 0;
        while (true) {
            Telling next;
            synchronized (this) {
                next =
                        new Telling(
                                List.copyOf(lines.subList(told, lines.size())),
                                step,
                                outcome,
                                ended);
            }
            for (var line : next.lines()) {
                events.send("line", line);
            }
            told += next.lines().size();
            if (!next.step().equals(lastStep)) {
                lastStep = next.step();
                events.send("step", lastStep);
            }
            if (next.outcome().isPresent() && !finished) {
                finished = true;
                events.send("ready", next.outcome().get().toString());
            }
            if (next.ended()) {
                return;
            }
            events.keepAlive();
            seen = changes.await(seen, HEARTBEAT);
        }
    }

    private record Telling(
            List<String> lines, String step, Optional<Boolean> outcome, boolean ended) {}
}
