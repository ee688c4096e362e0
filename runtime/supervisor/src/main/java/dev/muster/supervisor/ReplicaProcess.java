package dev.muster.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One process of a replica, from its start to its end, whether this agent or an earlier one started
 * it.
 */
final class ReplicaProcess {

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
    private volatile long outOfMemoryKills = ProcFs.outOfMemoryKills();
    private volatile long olderOutOfMemoryKills = outOfMemoryKills;

    private static final Duration PROGRAM_WITHIN = Duration.ofSeconds(1);

    /** Stands for a status that nobody wrote down. */
    static final int UNKNOWN_STATUS = -1;

    /**
     * @param leaderEnded completes with the wrapper's exit status, or {@link #UNKNOWN_STATUS}
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
     * Completes with the program's exit status, 128 + n after signal n. What it left behind may
     * still run: see {@link #sweep}.
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
     * Asks the replica's processes to end. Told too early, the wrapper alone would hear it and
     * start the program all the same.
     *
     * @return false when it is too early to ask
     */
    boolean terminate(Instant now) {
        boolean hasProgram =
                programPid().isPresent() || now.isAfter(identity.startedAt().plus(PROGRAM_WITHIN));
        return hasProgram && session().terminate();
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
        return ProcFs.outOfMemoryKills() > olderOutOfMemoryKills;
    }

    /** Asks it to end, and does not ask any more after a while. Blocks until nothing of it runs. */
    void end(Duration grace) {
        session().terminate();
        try {
            var _ = ended.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException thenByForce) {
            // It is swept.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sweep();
    }

    /**
     * Ends whatever still runs of the replica and waits until it is gone: every process of its
     * session, and those that left the session and still carry its nonce in their environment.
     */
    void sweep() {
        Sweep.untilGone(
                () ->
                        Stream.concat(
                                        session().members().stream().map(ProcFs.Stat::pid),
                                        identity.mark().processes().stream())
                                .toList());
    }

    private int settle(int leaderStatus) {
        var _ = programPid();
        int status = files.exitStatus().orElse(leaderStatus);
        files.delete();
        return status;
    }

    /** The two small files in which the wrapper writes down the program's pid and exit status. */
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
