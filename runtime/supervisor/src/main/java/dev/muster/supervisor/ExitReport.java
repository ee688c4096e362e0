package dev.muster.supervisor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Says in one sentence how and, as far as it shows, why a replica's process ended. */
final class ExitReport {

    static final int KILLED = 128 + Posix.KILL;

    /** What a JVM with ExitOnOutOfMemoryError says last. */
    private static final String OUT_OF_HEAP = "Terminating due to java.lang.OutOfMemoryError";

    private ExitReport() {}

    static String of(ReplicaProcess process, int status, LogFile log, InstantSource clock) {
        var identity = process.identity();
        Duration ranFor = Duration.between(identity.startedAt(), clock.instant());
        if (status == ReplicaProcess.UNKNOWN_STATUS) {
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
        if (status == KILLED && process.sawOutOfMemoryKill()) {
            return "exited 137 (killed by the kernel because the machine was out of memory)";
        }
        return isFromOutside(status)
                ? exit
                : exit + log.lastWords(identity.logOffset()).map(words -> ": " + words).orElse("");
    }

    private static boolean isFromOutside(int status) {
        return status == KILLED || status == 128 + Posix.TERM || status == 128 + 2;
    }
}
