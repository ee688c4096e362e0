package dev.muster.supervisor.replica;

import dev.muster.driver.ReplicaEnd;
import dev.muster.supervisor.timeline.Timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers for a moment how processes ended, by the port they listened on, and tells those who ask
 * before it is known: a caller sees its connection break some milliseconds before anybody is told
 * of the process. Confined to the timeline's thread.
 */
public final class RecentEnds {

    private static final Duration RECENT = Duration.ofSeconds(1);

    private final Timeline timeline;
    private final Map<Integer, Past> past = new HashMap<>();
    private final Map<Integer, List<CompletableFuture<ReplicaEnd>>> asked = new HashMap<>();

    private record Past(Instant at, ReplicaEnd end) {}

    public RecentEnds(Timeline timeline) {
        this.timeline = timeline;
    }

    public void ended(int port, ReplicaEnd end) {
        past.values().removeIf(this::isOver);
        past.put(port, new Past(timeline.instant(), end));
        List<CompletableFuture<ReplicaEnd>> waiting = asked.remove(port);
        if (waiting != null) {
            waiting.forEach(answer -> answer.complete(end));
        }
    }

    /**
     * Completes {@code answer} with the end of the process at the port: one of a moment ago, or the
     * one that comes within the time given.
     *
     * @param isRunning whether a process is there now
     */
    public void tell(
            int port, boolean isRunning, Duration within, CompletableFuture<ReplicaEnd> answer) {
        Past known = past.get(port);
        if (known != null && !isOver(known)) {
            answer.complete(known.end());
        } else if (isRunning) {
            asked.computeIfAbsent(port, _ -> new ArrayList<>()).add(answer);
            timeline.after(within, () -> goesOn(port, answer));
        } else {
            answer.complete(new ReplicaEnd.Unknown());
        }
    }

    private void goesOn(int port, CompletableFuture<ReplicaEnd> answer) {
        if (answer.complete(new ReplicaEnd.Alive())) {
            asked.computeIfPresent(
                    port,
                    (_, waiting) -> {
                        waiting.removeIf(CompletableFuture::isDone);
                        return waiting.isEmpty() ? null : waiting;
                    });
        }
    }

    private boolean isOver(Past known) {
        return known.at().plus(RECENT).isBefore(timeline.instant());
    }
}
