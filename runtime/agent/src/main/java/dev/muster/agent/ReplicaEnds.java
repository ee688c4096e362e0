package dev.muster.agent;

import dev.muster.balance.EndpointEnd;
import dev.muster.discovery.Endpoint;
import dev.muster.driver.ReplicaEnd;
import dev.muster.gateway.EndpointEnds;
import dev.muster.supervisor.Supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Tells the gateway what the supervisor saw of a replica's end. Thread-safe. */
final class ReplicaEnds implements EndpointEnds {
    /** A process that is not gone so long after its connection has not ended. */
    private static final Duration WITHIN = Duration.ofMillis(200);

    private final CompletableFuture<Supervisor> supervisor = new CompletableFuture<>();

    /** Whom to ask from now on. */
    void seenBy(Supervisor started) {
        supervisor.complete(started);
    }

    @Override
    public void ask(Endpoint endpoint, Consumer<EndpointEnd> told) {
        if (!supervisor.isDone()) {
            told.accept(EndpointEnd.UNKNOWN);
            return;
        }
        var _ =
                supervisor
                        .join()
                        .endOf(endpoint.host(), endpoint.port(), WITHIN)
                        .exceptionally(_ -> new ReplicaEnd.Unknown())
                        .thenAccept(end -> told.accept(meaning(end)));
    }

    private static EndpointEnd meaning(ReplicaEnd end) {
        return switch (end) {
            case ReplicaEnd.Alive() -> EndpointEnd.RUNS;
            case ReplicaEnd.FromOutside(int _) -> EndpointEnd.KILLED;
            // What it was asked may have taken the memory.
            case ReplicaEnd.Exited(int _), ReplicaEnd.OutOfMemory() -> EndpointEnd.EXITED;
            case ReplicaEnd.Unknown() -> EndpointEnd.UNKNOWN;
        };
    }
}
