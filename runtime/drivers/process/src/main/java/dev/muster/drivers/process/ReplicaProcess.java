package dev.muster.drivers.process;

import dev.muster.driver.Ending;
import dev.muster.driver.Listener;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.process.DeathWatch;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessTree;
import dev.muster.process.Session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One process of a replica, from its start to its end, whether this agent or an earlier one started
 * it.
 */
final class ReplicaProcess implements RunningReplica {

    private final ReplicaIdentity identity;
    private final RunFiles files;
    private final LogFile log;
    private final InstantSource clock;
    private final CompletableFuture<Ending> ended;
    private volatile Optional<Long> programPid;
    private volatile long outOfMemoryKills = Hosts.current().outOfMemoryKills();
    private volatile long olderOutOfMemoryKills = outOfMemoryKills;

    private static final Duration PROGRAM_WITHIN = Duration.ofSeconds(1);

    /**
     * @param leaderEnded completes with the wrapper's exit status, or {@link
     *     DeathWatch#UNKNOWN_STATUS}
     */
    ReplicaProcess(
            ReplicaIdentity identity,
            RunFiles files,
            LogFile log,
            InstantSource clock,
            CompletableFuture<Integer> leaderEnded) {
        this.identity = identity;
        this.files = files;
        this.log = log;
        this.clock = clock;
        this.programPid = files.programPid();
        // Whoever tells of the end has others to tell of: what there is to read is read elsewhere.
        this.ended = leaderEnded.thenApplyAsync(this::settle, Thread::startVirtualThread);
    }

    @Override
    public ReplicaIdentity identity() {
        return identity;
    }

    private Session session() {
        return new Session(identity.leader(), identity.startTicks());
    }

    @Override
    public CompletableFuture<Ending> ended() {
        return ended;
    }

    @Override
    public Optional<Long> pid() {
        return programPid;
    }

    /** The same, read from the disk until it is known. */
    Optional<Long> lookForPid() {
        if (programPid.isEmpty()) {
            programPid = files.programPid();
        }
        return programPid;
    }

    /** Told too early, the wrapper alone would hear it and start the program all the same. */
    @Override
    public boolean stop() {
        boolean hasProgram =
                lookForPid().isPresent()
                        || clock.instant().isAfter(identity.startedAt().plus(PROGRAM_WITHIN));
        return hasProgram && tree().terminate();
    }

    /**
     * Hears of the kernel's count while it runs, so that a kill of long ago is not taken for its
     * own. The count before the last one decides: the last may be of the moment between the
     * process's end and the news of it.
     */
    void outOfMemoryKills(long count) {
        olderOutOfMemoryKills = outOfMemoryKills;
        outOfMemoryKills = count;
    }

    /** Whether the kernel killed anything for lack of memory a moment ago. */
    boolean sawOutOfMemoryKill() {
        return Hosts.current().outOfMemoryKills() > olderOutOfMemoryKills;
    }

    @Override
    public void kill() {
        tree().kill();
    }

    @Override
    public List<Long> clear(Duration grace) {
        List<Long> left = tree().awaitGone(grace) ? List.of() : tree().sweep();
        if (left.isEmpty()) {
            files.delete();
        } else {
            files.keep();
        }
        return left;
    }

    /** What still runs of it, its wrapper left out; the oldest first. */
    List<ProcessEntry> programs() {
        return tree().members().stream()
                .filter(stat -> stat.pid() != identity.leader())
                .sorted(Comparator.comparingLong(ProcessEntry::start))
                .toList();
    }

    @Override
    public List<InetSocketAddress> listening() {
        return Hosts.current().listening(programs().stream().map(ProcessEntry::pid).toList());
    }

    @Override
    public Listener listenerAt(int port) {
        if (lookForPid().filter(pid -> listensAt(port, pid)).isPresent()) {
            return new Listener.Program();
        }
        // One in the session is enough: what else has the socket got it from there.
        return programs().stream()
                .filter(stat -> listensAt(port, stat.pid()))
                .map(this::started)
                .max(Comparator.comparing(Listener.Started::staysInSession))
                .map(Listener.class::cast)
                .orElseGet(Listener.NotSeen::new);
    }

    private Listener.Started started(ProcessEntry stat) {
        boolean staysInSession = stat.isInSession(identity.leader());
        return new Listener.Started(stat.program(), stat.pid(), staysInSession);
    }

    private static boolean listensAt(int port, long pid) {
        return Hosts.current().listening(List.of(pid)).stream()
                .anyMatch(address -> address.getPort() == port);
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(Hosts.current().environment(identity.leader()).get(name));
    }

    private ProcessTree tree() {
        return new ProcessTree(session(), new Mark(identity.nonce()));
    }

    private Ending settle(int leaderStatus) {
        var _ = lookForPid();
        int status = files.exitStatus().orElse(leaderStatus);
        return ExitReport.of(
                identity,
                status,
                Duration.between(identity.startedAt(), clock.instant()),
                sawOutOfMemoryKill(),
                log,
                () -> programs().stream().findFirst());
    }

    /** Holds the cap of its log. */
    void trimLog() {
        var _ = log.trim();
    }
}
