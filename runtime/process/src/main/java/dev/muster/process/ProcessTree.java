package dev.muster.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * All processes of one replica, wherever they went: those of the session that its wrapper leads,
 * those that left the session and still carry its mark, and whatever these started. Where the
 * {@link Host} sees neither sessions nor marks, these are the descendants of the wrapper, and once
 * they have lost their parent those of its process group, which can be ended and not listed.
 *
 * <p>Every method looks through all processes and blocks for some milliseconds.
 */
public record ProcessTree(Session session, Mark mark) {

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** What runs of the replica, its wrapper included. */
    public List<ProcessEntry> members() {
        return membersAmong(Hosts.current().census().running());
    }

    /** The same, and none only where none can have slipped through by starting another. */
    private List<ProcessEntry> allMembers() {
        return Search.thorough(this::membersAmong);
    }

    private List<ProcessEntry> membersAmong(List<ProcessEntry> all) {
        var host = Hosts.current();
        Map<Long, List<ProcessEntry>> children = new HashMap<>();
        all.forEach(e -> children.computeIfAbsent(e.parent(), _ -> new ArrayList<>()).add(e));
        var members = new ArrayList<ProcessEntry>();
        var known = new HashSet<Long>();
        var next = new ArrayDeque<>(session.membersAmong(all));
        all.stream().filter(entry -> host.isMarked(entry.pid(), mark)).forEach(next::add);
        while (!next.isEmpty()) {
            ProcessEntry member = next.remove();
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
        List<ProcessEntry> members = members();
        // Where nobody tells who is in the group, each is told by itself.
        boolean toldGroup = Hosts.current().seesSessions() && session.terminate();
        long leader = session.leader();
        List<ProcessEntry> others =
                members.stream()
                        .filter(entry -> entry.pid() != leader)
                        // Asked twice a program may take it for an order to end at once.
                        .filter(entry -> !toldGroup || entry.group().orElse(leader) != leader)
                        .toList();
        others.forEach(entry -> Hosts.current().signal(entry.pid(), Signal.TERM));
        return toldGroup || !others.isEmpty();
    }

    /**
     * Ends the processes by force. The wrapper comes last, when it is called again, if it still
     * runs then: it usually reaps the program, writes its status down and ends by itself.
     */
    public void kill() {
        List<ProcessEntry> members = members();
        members.stream()
                .map(ProcessEntry::pid)
                .filter(pid -> members.size() == 1 || pid != session.leader())
                .forEach(pid -> Hosts.current().signal(pid, Signal.KILL));
    }

    /**
     * Ends by force whatever still runs, and waits until it is gone.
     *
     * @return pids of what could not be ended; mostly none
     */
    public List<Long> sweep() {
        return Sweep.untilGone(this::left).stream().map(Math::abs).toList();
    }

    /** Pids, or the negative id of the group where something runs that only the group knows. */
    private List<Long> left() {
        var members = allMembers();
        return members.isEmpty() && isGroupLeft()
                ? List.of(-session.leader())
                : members.stream().map(ProcessEntry::pid).toList();
    }

    private boolean isGroupLeft() {
        var host = Hosts.current();
        return !host.seesSessions() && host.isGroupAlive(session.leader());
    }

    /** Waits until nothing of it runs; false when that took too long. */
    public boolean awaitGone(Duration atMost) {
        var limit = TimeLimit.of(atMost);
        for (var found = allMembers(); !found.isEmpty() || isGroupLeft(); found = allMembers()) {
            // To look through all processes each time would cost more than what is waited for.
            do {
                if (!limit.pause(PAUSE)) {
                    return false;
                }
            } while (isAnyAlive(found));
        }
        return true;
    }

    private static boolean isAnyAlive(List<ProcessEntry> found) {
        return found.stream().map(ProcessEntry::identity).anyMatch(Hosts.current()::isAlive);
    }
}
