package dev.muster.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Ends processes by force, those included that they start in the meantime. */
final class Sweep {

    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Sweep() {}

    /**
     * Ends what the search finds until it finds nothing any more; gives up after 5 s, because the
     * kernel may hold a process that waits for a broken disk. Blocks.
     */
    static void untilGone(Supplier<List<Long>> search) {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        List<Long> found = search.get();
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            found.forEach(pid -> Posix.kill(pid, Posix.KILL));
            LockSupport.parkNanos(PAUSE.toNanos());
            found = search.get();
        }
    }
}
