package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.process.DeathWatch;
import dev.muster.process.Signal;
import dev.muster.supervisor.ReplicaProcess.Identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says how and, as far as it shows, why a replica's process ended. */
final class ExitReport {

    private static final int SIGNALLED = 128;
    static final int KILLED = SIGNALLED + Signal.KILL.number();

    private static final Set<Integer> FROM_OUTSIDE =
            Set.of(
                    Signal.HUP.number(),
                    Signal.INT.number(),
                    Signal.KILL.number(),
                    Signal.TERM.number());

    /** What a JVM with ExitOnOutOfMemoryError says last. */
    private static final String OUT_OF_HEAP = "Terminating due to java.lang.OutOfMemoryError";

    private ExitReport() {}

    static Cause.Failure of(ReplicaProcess process, int status, LogFile log, InstantSource clock) {
        var identity = process.identity();
        Duration ranFor = Duration.between(identity.startedAt(), clock.instant());
        if (status == DeathWatch.UNKNOWN_STATUS) {
            return new Cause.EndedUnseen();
        }
        List<String> lines = log.lastLines(identity.logOffset());
        boolean outOfHeap = lines.stream().anyMatch(line -> line.startsWith(OUT_OF_HEAP));
        if (outOfHeap) {
            return new Cause.OutOfHeap(status);
        }
        if (status == 0) {
            return leftBehind(process, ranFor)
                    .orElseGet(() -> new Cause.Exited(0, ranFor, lastWords(identity, log), false));
        }
        if (status == KILLED && process.sawOutOfMemoryKill()) {
            return new Cause.OutOfMemory();
        }
        return isFromOutside(status)
                ? new Cause.KilledFromOutside(status - SIGNALLED)
                // Its last words may be lost for the same reason that it ended for.
                : new Cause.Exited(status, ranFor, lastWords(identity, log), log.isDiskFull());
    }

    private static Optional<String> lastWords(Identity identity, LogFile log) {
        return log.lastWords(identity.logOffset());
    }

    /** A program that made a daemon of itself is done, as far as anyone who started it can tell. */
    private static Optional<Cause.Failure> leftBehind(ReplicaProcess process, Duration ranFor) {
        return process.programs().stream()
                .findFirst()
                .map(left -> new Cause.LeftForeground(ranFor, left.program(), left.pid()));
    }

    /**
     * The same for a machine.
     *
     * @param wasStopping whether it had been told to stop, or was about to be
     */
    static ReplicaEnd end(ReplicaProcess process, int status, boolean wasStopping) {
        if (status == KILLED && process.sawOutOfMemoryKill()) {
            return new ReplicaEnd.OutOfMemory();
        }
        if (wasStopping) {
            return new ReplicaEnd.FromOutside(Signal.TERM.number());
        }
        if (status == DeathWatch.UNKNOWN_STATUS) {
            return new ReplicaEnd.Unknown();
        }
        return isFromOutside(status)
                ? new ReplicaEnd.FromOutside(status - SIGNALLED)
                : new ReplicaEnd.Exited(status);
    }

    /** Ended by a signal that a process does not send to itself when it goes wrong. */
    private static boolean isFromOutside(int status) {
        return FROM_OUTSIDE.contains(status - SIGNALLED);
    }
}
