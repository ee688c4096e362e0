package dev.muster.supervisor;

import dev.muster.process.DeathWatch;
import dev.muster.process.Posix;
import dev.muster.supervisor.ReplicaProcess.Identity;
import dev.muster.supervisor.text.Wording;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in one sentence how and, as far as it shows, why a replica's process ended. */
final class ExitReport {

    static final int KILLED = 128 + Posix.KILL;

    private static final Set<Integer> FROM_OUTSIDE =
            Set.of(Posix.HUP, Posix.INT, Posix.KILL, Posix.TERM);

    /** What a JVM with ExitOnOutOfMemoryError says last. */
    private static final String OUT_OF_HEAP = "Terminating due to java.lang.OutOfMemoryError";

    private static final String GOES_ON =
            "; a service has to keep running, in the foreground, and to listen on PORT";

    private ExitReport() {}

    static String of(ReplicaProcess process, int status, LogFile log, InstantSource clock) {
        var identity = process.identity();
        Duration ranFor = Duration.between(identity.startedAt(), clock.instant());
        if (status == DeathWatch.UNKNOWN_STATUS) {
            return "ended, and nobody saw how";
        }
        String exit = Wording.exit(status, ranFor);
        List<String> lines = log.lastLines(identity.logOffset());
        boolean outOfHeap = lines.stream().anyMatch(line -> line.startsWith(OUT_OF_HEAP));
        if (outOfHeap) {
            return "ran out of memory (java.lang.OutOfMemoryError) and exited "
                    + status
                    + "; give it more with `memory` in muster.yaml";
        }
        if (status == 0) {
            return exit + leftBehind(process).orElseGet(() -> lastWords(identity, log) + GOES_ON);
        }
        if (status == KILLED && process.sawOutOfMemoryKill()) {
            return "exited 137 (killed by the kernel because the machine was out of memory)";
        }
        return isFromOutside(status) ? exit : exit + lastWords(identity, log) + ofFullDisk(log);
    }

    /** Its last words may be lost for the same reason that it ended for. */
    private static String ofFullDisk(LogFile log) {
        return log.isDiskFull() ? "; the disk that its log is on is full" : "";
    }

    private static String lastWords(Identity identity, LogFile log) {
        return log.lastWords(identity.logOffset()).map(words -> ": " + words).orElse("");
    }

    /** A program that made a daemon of itself is done, as far as anyone who started it can tell. */
    private static Optional<String> leftBehind(ReplicaProcess process) {
        return process.programs().stream()
                .findFirst()
                .map(
                        left ->
                                " but left a process behind (%s, pid %d): run it in the foreground"
                                        .formatted(left.program(), left.pid()));
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
            return new ReplicaEnd.FromOutside(Posix.TERM);
        }
        if (status == DeathWatch.UNKNOWN_STATUS) {
            return new ReplicaEnd.Unknown();
        }
        return isFromOutside(status)
                ? new ReplicaEnd.FromOutside(status - 128)
                : new ReplicaEnd.Exited(status);
    }

    /** Ended by a signal that a process does not send to itself when it goes wrong. */
    private static boolean isFromOutside(int status) {
        return FROM_OUTSIDE.contains(status - 128);
    }
}
