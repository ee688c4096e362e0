package dev.muster.supervisor;

import dev.muster.driver.DriverException;
import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.rollout.Release;

/** What every replica of a fleet works with. */
record ReplicaSetting(
        SupervisorConfig config, Timeline timeline, Ports ports, Notices notices, Starter starter) {

    /** Where a replica tells what happened to it. */
    interface Notices {
        void replicaChanged();

        /** Another set of processes runs now: what must be on disk differs. */
        void processesChanged();

        /** The process that listened on the port ended. */
        void ended(int port, ReplicaEnd end);

        void happened(Severity severity, Subject subject, Cause cause);
    }

    /** Starts a replica's process. */
    @FunctionalInterface
    interface Starter {
        /**
         * Blocks for some milliseconds.
         *
         * @throws DriverException when it cannot be started, with the cause in plain words
         */
        RunningReplica start(Release release, int number, String portName);
    }

    RunningReplica start(Release release, int number, String portName) {
        return starter.start(release, number, portName);
    }
}
