package dev.muster.agent.explain;

import dev.muster.agent.text.Figures;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentence;
import dev.muster.fleet.Sentences;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import java.time.Instant;

/** The clause that says why a replica is not ready. Pure. */
final class ReplicaVerdict {
    private ReplicaVerdict() {}

    /** Begins with the replica's name unless it only waits. */
    static Sentence of(ReplicaStatus replica, Cause cause, Instant now) {
        return switch (replica.phase()) {
            case WAITING -> Sentences.of(cause);
            case BACKING_OFF ->
                    Sentences.about(replica.name(), cause)
                            .with(", " + Figures.ago(replica.since(), now))
                            .then("; starting again, attempt " + replica.restarts());
            default -> Sentences.about(replica.name(), cause);
        };
    }
}
