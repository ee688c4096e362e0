package dev.muster.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Tells the end of processes that are no children of this one, on one thread for all of them. */
public final class DeathWatch {

    /** Stands for a status that nobody wrote down. */
    public static final int UNKNOWN_STATUS = -1;

    private final Map<ProcessIdentity, CompletableFuture<Integer>> watched = new HashMap<>();

    /** Completes with {@link #UNKNOWN_STATUS}, because only a parent is told more. */
    public CompletableFuture<Integer> add(Session session) {
        return watched.computeIfAbsent(session.identity(), _ -> new CompletableFuture<>());
    }

    /** Begins to watch what was added. */
    public void start() {
        var processes = Map.copyOf(watched);
        if (!processes.isEmpty()) {
            var _ =
                    Thread.ofPlatform()
                            .name("muster-death-watch")
                            .daemon()
                            .start(() -> watch(processes));
        }
    }

    private static void watch(Map<ProcessIdentity, CompletableFuture<Integer>> processes) {
        Hosts.current()
                .awaitEnds(
                        List.copyOf(processes.keySet()),
                        ended ->
                                Objects.requireNonNull(processes.get(ended))
                                        .complete(UNKNOWN_STATUS));
    }
}
