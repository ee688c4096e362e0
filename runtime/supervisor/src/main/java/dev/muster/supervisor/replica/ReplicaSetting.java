package dev.muster.supervisor.replica;

import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.timeline.Timeline;

import java.util.random.RandomGenerator;

/**
 * What every replica of a fleet works with.
 *
 * @param random asked on the timeline's thread alone
 */
public record ReplicaSetting(
        ReplicaConfig config,
        Timeline timeline,
        RandomGenerator random,
        Notices notices,
        Starter starter) {

    /** Where a replica tells what happened to it. */
    public interface Notices {
        void replicaChanged();

        /** Another set of processes runs now: what must be on disk differs. */
        void processesChanged();

        /** The process that listened on the port ended. */
        void ended(int port, ReplicaEnd end);

        void happened(Severity severity, Subject subject, Cause cause);
    }

    /** Starts a replica's process. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Blocks for some milliseconds.
         *
         * @throws StartException when it cannot be started
         */
        RunningReplica start(Release release, int number, String portName) throws StartException;
    }

    /** A replica's process cannot be started; the message says why in plain words. */
    public static final class StartException extends Exception {
        private static final long serialVersionUID = 1;

        public StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
