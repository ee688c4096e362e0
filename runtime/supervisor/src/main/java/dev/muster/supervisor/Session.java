package dev.muster.supervisor;

import java.util.List;

/**
 * All processes of one replica: the session that its wrapper leads. A session's id is not given to
 * another process while any member lives, so what is found by it while the leader runs, or as soon
 * as its end is told, is ours. Long after that the id may be a stranger's.
 *
 * @param leader pid of the wrapper, and id of the session
 * @param startTicks when the wrapper started, in the kernel's clock ticks
 */
record Session(long leader, long startTicks) {

    boolean isLeaderAlive() {
        return ProcFs.stat(leader).filter(stat -> stat.startTicks() == startTicks).isPresent();
    }

    /** Asks every process of the replica's group to end; false where there was none yet to ask. */
    boolean terminate() {
        return isLeaderAlive() && Posix.kill(-leader, Posix.TERM);
    }

    /**
     * Ends the processes of the session by force. The wrapper comes last, when it is called again,
     * if it still runs then: it usually reaps the program, writes its status down and ends by
     * itself.
     */
    void kill() {
        var members = members();
        members.stream()
                .map(ProcFs.Stat::pid)
                .filter(pid -> members.size() == 1 || pid != leader)
                .forEach(pid -> Posix.kill(pid, Posix.KILL));
    }

    /** What still runs of the replica. */
    List<ProcFs.Stat> members() {
        var members = ProcFs.processes().stream().filter(stat -> stat.session() == leader).toList();
        boolean pidWasReused =
                members.stream()
                        .anyMatch(stat -> stat.pid() == leader && stat.startTicks() != startTicks);
        return pidWasReused ? List.of() : members;
    }
}
