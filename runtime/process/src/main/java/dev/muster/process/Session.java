package dev.muster.process;

import java.util.List;

/**
 * The session that the wrapper of a replica leads. A session's id is not given to another process
 * while any member lives, so what is found by it while the leader runs, or as soon as its end is
 * told, is ours. Long after that the id may be a stranger's.
 *
 * @param leader pid of the wrapper, and id of the session
 * @param startTicks when the wrapper started: see {@link ProcessIdentity#start}
 */
public record Session(long leader, long startTicks) {

    public boolean isLeaderAlive() {
        return Hosts.current().isAlive(identity());
    }

    ProcessIdentity identity() {
        return new ProcessIdentity(leader, startTicks);
    }

    /** Asks every process of the replica's group to end; false where there was none yet to ask. */
    boolean terminate() {
        return isLeaderAlive() && Hosts.current().signal(-leader, Signal.TERM);
    }

    /** What runs of the session; its leader alone where sessions are not seen. */
    List<ProcessEntry> membersAmong(List<ProcessEntry> processes) {
        var members =
                processes.stream()
                        .filter(each -> each.pid() == leader || each.isInSession(leader))
                        .toList();
        boolean pidWasReused =
                members.stream()
                        .anyMatch(
                                each -> each.pid() == leader && !identity().beganAt(each.start()));
        return pidWasReused ? List.of() : members;
    }
}
