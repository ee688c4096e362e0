package dev.muster.drivers.process;

import dev.muster.driver.Ending;
import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.fleet.Cause;
import dev.muster.process.DeathWatch;
import dev.muster.process.ProcessEntry;
import dev.muster.process.Signal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Says how and, as far as it shows, why a replica's process ended. */
final class ExitReport {

    private static final int SIGNALLED = 128;

    private static final Set<Integer> FROM_OUTSIDE =
            Set.of(
                    Signal.HUP.exitStatus(),
                    Signal.INT.exitStatus(),
                    Signal.KILL.exitStatus(),
                    Signal.TERM.exitStatus());

    /** What a JVM with ExitOnOutOfMemoryError says last. */
    private static final String OUT_OF_HEAP = "Terminating due to java.lang.OutOfMemoryError";

    private ExitReport() {}

    /**
     * @param status of its exit, or {@link DeathWatch#UNKNOWN_STATUS}
     * @param sawOutOfMemoryKill whether the kernel killed anything for lack of memory a moment ago
     * @param left what it left running, asked for only where that says why
     */
    static Ending of(
            ReplicaIdentity identity,
            int status,
            Duration ranFor,
            boolean sawOutOfMemoryKill,
            LogFile log,
            Supplier<Optional<ProcessEntry>> left) {
        if (status == DeathWatch.UNKNOWN_STATUS) {
            return new Ending(new Cause.EndedUnseen(), new ReplicaEnd.Unknown());
        }
        boolean outOfMemory = status == Signal.KILL.exitStatus() && sawOutOfMemoryKill;
        List<String> lines = log.lastLines(identity.logOffset());
        boolean outOfHeap = lines.stream().anyMatch(line -> line.startsWith(OUT_OF_HEAP));
        if (outOfHeap) {
            return new Ending(new Cause.OutOfHeap(status), end(status, outOfMemory));
        }
        if (outOfMemory) {
            return new Ending(new Cause.OutOfMemory(), new ReplicaEnd.OutOfMemory());
        }
        return new Ending(failure(identity, status, ranFor, log, left), end(status, false));
    }

    private static Cause.Failure failure(
            ReplicaIdentity identity,
            int status,
            Duration ranFor,
            LogFile log,
            Supplier<Optional<ProcessEntry>> left) {
        if (isFromOutside(status)) {
            return new Cause.KilledFromOutside(status - SIGNALLED);
        }
        // A program that made a daemon of itself is done, as far as who started it can tell.
        Optional<ProcessEntry> daemon = status == 0 ? left.get() : Optional.empty();
        if (daemon.isPresent()) {
            return new Cause.LeftForeground(ranFor, daemon.get().program(), daemon.get().pid());
        }
        // Its last words may be lost for the same reason that it ended for.
        boolean isDiskFull = status != 0 && log.isDiskFull();
        return new Cause.Exited(status, ranFor, log.lastWords(identity.logOffset()), isDiskFull);
    }

    /** The same for a machine. */
    private static ReplicaEnd end(int status, boolean outOfMemory) {
        if (outOfMemory) {
            return new ReplicaEnd.OutOfMemory();
        }
        return isFromOutside(status)
                ? new ReplicaEnd.FromOutside(status - SIGNALLED)
                : new ReplicaEnd.Exited(status);
    }

    /** Ended by a signal that a process does not send to itself when it goes wrong. */
    private static boolean isFromOutside(int status) {
        return FROM_OUTSIDE.contains(status);
    }
}
