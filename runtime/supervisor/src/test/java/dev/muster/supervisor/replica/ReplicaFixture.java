package dev.muster.supervisor.replica;

import dev.muster.driver.ReplicaEnd;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.replica.ReplicaSetting.Notices;
import dev.muster.supervisor.replica.ReplicaSetting.Starter;
import dev.muster.supervisor.timeline.Timeline;

import java.time.Duration;
import java.util.Random;

/** What a replica works with, but for a fleet around it. */
final class ReplicaFixture {

    static final ReplicaConfig CONFIG =
            new ReplicaConfig(
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200),
                    10,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10));

    private ReplicaFixture() {}

    static ReplicaSetting setting(Timeline timeline, Notices notices, Starter starter) {
        return new ReplicaSetting(CONFIG, timeline, new Random(1), notices, starter);
    }

    /** Notices that nobody heeds; each may be heeded by a subclass. */
    static class Unheeded implements Notices {
        @Override
        public void replicaChanged() {}

        @Override
        public void processesChanged() {}

        @Override
        public void ended(int port, ReplicaEnd end) {}

        @Override
        public void happened(Severity severity, Subject subject, Cause cause) {}
    }
}
