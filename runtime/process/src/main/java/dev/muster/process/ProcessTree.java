package dev.muster.process;

import dev.muster.process.ProcFs.Stat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * All processes of one replica, wherever they went: those of the session that its wrapper leads,
 * those that left the session and still carry its mark, and whatever these started.
 *
 * <p>Every method looks through {@code /proc} and blocks for some milliseconds.
 */
public record ProcessTree(Session session, Mark mark) {

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** What runs of the replica, its wrapper included. */
    public List<Stat> members() {
        return membersAmong(Census.processes());
    }

    /** The same, and none only where none can have slipped through by starting another. */
    private List<Stat> allMembers() {
        return Census.search(this::membersAmong);
    }

    private List<Stat> membersAmong(List<Stat> all) {
        Map<Long, List<Stat>> children = new HashMap<>();
        all.forEach(s -> children.computeIfAbsent(s.parent(), _ -> new ArrayList<>()).add(s));
        var members = new ArrayList<Stat>();
        var known = new HashSet<Long>();
        var next = new ArrayDeque<>(session.membersAmong(all));
        all.stream().filter(stat -> mark.isOn(stat.pid())).forEach(next::add);
        while (!next.isEmpty()) {
            Stat member = next.remove();
            if (known.add(member.pid())) {
                members.add(member);
                next.addAll(children.getOrDefault(member.pid(), List.of()));
            }
        }
        return members;
    }

    /**
     * Asks every process of the replica to end, its wrapper left out, which ends with the program.
     *
     * @return false where there was none yet to ask
     */
    public boolean terminate() {
        List<Stat> members = members();
        boolean toldGroup = session.terminate();
        List<Stat> others =
                members.stream()
                        .filter(stat -> stat.pid() != session.leader())
                        .filter(stat -> !toldGroup || stat.group() != session.leader())
                        .toList();
        others.forEach(stat -> Posix.kill(stat.pid(), Posix.TERM));
        return toldGroup || !others.isEmpty();
    }

    /**
     * Ends the processes by force. The wrapper comes last, when it is called again, if it still
     * runs then: it usually reaps the program, writes its status down and ends by itself.
     */
    public void kill() {
        List<Stat> members = members();
        members.stream()
                .map(Stat::pid)
                .filter(pid -> members.size() == 1 || pid != session.leader())
                .forEach(pid -> Posix.kill(pid, Posix.KILL));
    }

    /**
     * Ends by force whatever still runs, and waits until it is gone.
     *
     * @return pids of what could not be ended; mostly none
     */
    public List<Long> sweep() {
        return Sweep.untilGone(() -> allMembers().stream().map(Stat::pid).toList());
    }

    /** Waits until nothing of it runs; false when that took too long. */
    public boolean awaitGone(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (var found = allMembers(); !found.isEmpty(); found = allMembers()) {
            // To look through all of /proc each time would cost more than what is waited for.
            do {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (found.stream().anyMatch(ProcFs::isAlive));
        }
        return true;
    }
}
