package dev.muster.process.linux;

import dev.muster.process.Host;
import dev.muster.process.ProcessIdentity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the ends of processes within milliseconds, by pidfd_open(2) and poll(2). Where the kernel
 * has no pidfds their start times are looked at 20 times a second.
 */
final class PidWatch {

    private static final Duration GLANCE = Duration.ofMillis(50);

    private record Watched(ProcessIdentity process, int pidfd) {}

    private final Host host;
    private final List<Watched> watched = new ArrayList<>();
    private final Consumer<ProcessIdentity> ended;

    PidWatch(Host host, List<ProcessIdentity> processes, Consumer<ProcessIdentity> ended) {
        this.host = host;
        this.ended = ended;
        processes.forEach(each -> watched.add(new Watched(each, Posix.pidfd(each.pid()))));
    }

    void run() {
        // A descriptor is of whatever has the pid now: only the start tells that it is the one.
        tellWhere(watched.stream().map(each -> !host.isAlive(each.process())).toList());
        while (!watched.isEmpty()) {
            int[] descriptors = watched.stream().mapToInt(Watched::pidfd).toArray();
            // A negative descriptor is ignored by poll: that process is looked at after each
            // glance.
            boolean allHavePidfds = watched.stream().allMatch(each -> each.pidfd() >= 0);
            int timeout = allHavePidfds ? -1 : (int) GLANCE.toMillis();
            boolean[] readable = Posix.awaitReadable(descriptors, timeout);
            var gone = new ArrayList<Boolean>();
            for (int i = 0; i < readable.length; i++) {
                var each = watched.get(i);
                // Without descriptors left /proc would show nobody alive; a pidfd tells the truth.
                gone.add(each.pidfd() >= 0 ? readable[i] : !host.isAlive(each.process()));
            }
            tellWhere(gone);
        }
    }

    private void tellWhere(List<Boolean> gone) {
        for (int i = gone.size() - 1; i >= 0; i--) {
            if (gone.get(i)) {
                var each = watched.remove(i);
                if (each.pidfd() >= 0) {
                    Posix.close(each.pidfd());
                }
                ended.accept(each.process());
            }
        }
    }
}
