package dev.muster.process;

import java.util.List;

/**
 * The session that the wrapper of a replica leads. A session's id is not given to another process
 * while any member lives, so what is found by it while the leader runs, or as soon as its end is
 * told, is ours. Long after that the id may be a stranger's.
 *
 * @param leader pid of the wrapper, and id of the session
 * @param startTicks when the wrapper started, in the kernel's clock ticks
 */
public record Session(long leader, long startTicks) {

    public boolean isLeaderAlive() {
        return ProcFs.stat(leader).filter(stat -> stat.startTicks() == startTicks).isPresent();
    }

    /** Asks every process of the replica's group to end; false where there was none yet to ask. */
    boolean terminate() {
        return isLeaderAlive() && Posix.kill(-leader, Posix.TERM);
    }

    /** What runs of the session. */
    List<ProcFs.Stat> membersAmong(List<ProcFs.Stat> processes) {
        var members = processes.stream().filter(stat -> stat.session() == leader).toList();
        boolean pidWasReused =
                members.stream()
                        .anyMatch(stat -> stat.pid() == leader && stat.startTicks() != startTicks);
        return pidWasReused ? List.of() : members;
    }
}
