package dev.muster.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the end of processes that are no children of this one, within milliseconds: by
 * pidfd_open(2) and poll(2), on one thread for all of them. Where the kernel has no pidfds their
 * start times are looked at 20 times a second.
 */
public final class DeathWatch {

    /** Stands for a status that nobody wrote down. */
    public static final int UNKNOWN_STATUS = -1;

    private static final Duration GLANCE = Duration.ofMillis(50);

    private record Watched(Session session, int pidfd, CompletableFuture<Integer> ended) {}

    private final List<Watched> watched = new ArrayList<>();

    /** Completes with {@link #UNKNOWN_STATUS}, because only a parent is told more. */
    public CompletableFuture<Integer> add(Session session) {
        var entry = new Watched(session, Posix.pidfd(session.leader()), new CompletableFuture<>());
        if (!session.isLeaderAlive()) {
            entry.ended().complete(UNKNOWN_STATUS);
        } else {
            watched.add(entry);
        }
        return entry.ended();
    }

    /** Begins to watch what was added. */
    public void start() {
        if (!watched.isEmpty()) {
            var _ = Thread.ofPlatform().name("muster-death-watch").daemon().start(this::watchAll);
        }
    }

    private void watchAll() {
        while (!watched.isEmpty()) {
            int[] descriptors = watched.stream().mapToInt(Watched::pidfd).toArray();
            // A negative descriptor is ignored by poll: that process is looked at after each
            // glance.
            boolean allHavePidfds = watched.stream().allMatch(entry -> entry.pidfd() >= 0);
            int timeout = allHavePidfds ? -1 : (int) GLANCE.toMillis();
            boolean[] readable = Posix.awaitReadable(descriptors, timeout);
            for (int i = readable.length - 1; i >= 0; i--) {
                Watched entry = watched.get(i);
                // Without descriptors left /proc would show nobody alive; a pidfd tells the truth.
                boolean isGone =
                        entry.pidfd() >= 0 ? readable[i] : !entry.session().isLeaderAlive();
                if (isGone) {
                    watched.remove(i);
                    if (entry.pidfd() >= 0) {
                        Posix.close(entry.pidfd());
                    }
                    entry.ended().complete(UNKNOWN_STATUS);
                }
            }
        }
    }
}
