package dev.muster.supervisor;

import dev.muster.process.DeathWatch;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessTree;
import dev.muster.process.Session;
import dev.muster.supervisor.probe.Listener;
import dev.muster.supervisor.probe.ReplicaCheck;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * One process of a replica, from its start to its end, whether this agent or an earlier one started
 * it.
 */
final class ReplicaProcess implements ReplicaCheck.Processes {

    /**
     * What must be remembered to know the process again.
     *
     * @param nonce drawn at its start and found in its environment
     * @param leader pid of its wrapper
     * @param startTicks when the wrapper started, in the kernel's clock ticks since boot
     * @param fingerprint of everything it was started from
     * @param logOffset where its part of the log begins
     */
    record Identity(
            String service,
            int number,
            String nonce,
            long leader,
            long startTicks,
            int port,
            String version,
            String fingerprint,
            Instant startedAt,
            long logOffset) {
        String replica() {
            return service + "-" + number;
        }

        Mark mark() {
            return new Mark(nonce);
        }
    }

    private final Identity identity;
    private final RunFiles files;
    private final CompletableFuture<Integer> ended;
    private volatile Optional<Long> programPid = Optional.empty();
    private volatile long outOfMemoryKills = Hosts.current().outOfMemoryKills();
    private volatile long olderOutOfMemoryKills = outOfMemoryKills;

    private static final Duration PROGRAM_WITHIN = Duration.ofSeconds(1);

    /**
     * @param leaderEnded completes with the wrapper's exit status, or {@link
     *     DeathWatch#UNKNOWN_STATUS}
     */
    ReplicaProcess(Identity identity, RunFiles files, CompletableFuture<Integer> leaderEnded) {
        this.identity = identity;
        this.files = files;
        this.ended = leaderEnded.thenApply(this::settle);
    }

    Identity identity() {
        return identity;
    }

    Session session() {
        return new Session(identity.leader(), identity.startTicks());
    }

    /**
     * Completes with the program's exit status, 128 + n after signal n. What it started may still
     * run: see {@link #clear}.
     */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Pid of the program itself; known a moment after the start. */
    Optional<Long> programPid() {
        if (programPid.isEmpty()) {
            programPid = files.programPid();
        }
        return programPid;
    }

    /**
     * Asks all of the replica's processes to end. Told too early, the wrapper alone would hear it
     * and start the program all the same.
     *
     * @return false when it is too early to ask
     */
    boolean terminate(Instant now) {
        boolean hasProgram =
                programPid().isPresent() || now.isAfter(identity.startedAt().plus(PROGRAM_WITHIN));
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

    /** Ends all of its processes by force. */
    void kill() {
        tree().kill();
    }

    /**
     * Asks it to end, and does not ask any more after a while. Blocks until nothing of it runs.
     *
     * @return pids of what could not be ended; mostly none
     */
    List<Long> end(Duration grace) {
        tree().terminate();
        return clear(grace);
    }

    /**
     * Waits until nothing of it runs, and ends by force what still does after the grace: a request
     * may be on its way to a process whose wrapper is gone already. Blocks.
     *
     * @return pids of what could not be ended; mostly none
     */
    List<Long> clear(Duration grace) {
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
        if (programPid().filter(pid -> listensAt(port, pid)).isPresent()) {
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

    private ProcessTree tree() {
        return new ProcessTree(session(), identity.mark());
    }

    private int settle(int leaderStatus) {
        var _ = programPid();
        return files.exitStatus().orElse(leaderStatus);
    }

    /**
     * The two small files in which the wrapper writes down the program's pid and exit status. They
     * are there for as long as anything runs of the replica: it is found by them.
     */
    record RunFiles(Path pidFile, Path exitFile) {

        static RunFiles of(Path directory, String replica, String nonce) {
            String stem = replica + "." + nonce;
            return new RunFiles(
                    directory.resolve(stem + ".pid"), directory.resolve(stem + ".exit"));
        }

        Optional<Long> programPid() {
            return number(pidFile);
        }

        OptionalInt exitStatus() {
            return number(exitFile)
                    .map(n -> OptionalInt.of(n.intValue()))
                    .orElse(OptionalInt.empty());
        }

        /** Has the replica found by them from now on, whatever becomes of its wrapper. */
        void keep() {
            try {
                if (!Files.exists(pidFile)) {
                    Files.createFile(pidFile);
                }
            } catch (IOException onAFullDisk) {
                // The wrapper tries it too.
            }
        }

        void delete() {
            try {
                Files.deleteIfExists(pidFile);
                Files.deleteIfExists(exitFile);
            } catch (IOException leftForTheNextStart) {
                // The next start of the supervisor finds that no process belongs to them.
            }
        }

        private static Optional<Long> number(Path file) {
            try {
                String text = Files.readString(file);
                return text.endsWith("\n")
                        ? Optional.of(Long.parseLong(text.trim()))
                        : Optional.empty();
            } catch (IOException | NumberFormatException notWritten) {
                return Optional.empty();
            }
        }
    }
}
