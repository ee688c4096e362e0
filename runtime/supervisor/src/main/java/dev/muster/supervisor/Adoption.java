package dev.muster.supervisor;

import dev.muster.process.DeathWatch;
import dev.muster.process.Mark;
import dev.muster.process.ProcFs;
import dev.muster.process.Session;
import dev.muster.process.Sweep;
import dev.muster.supervisor.ReplicaProcess.Identity;
import dev.muster.supervisor.ReplicaProcess.RunFiles;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the processes that an earlier agent left running.
 *
 * <p>Two traces lead to them: the state file, and the run files that each wrapper itself writes,
 * which are there even if the agent died between starting a process and remembering it, or the
 * state file is lost. Either is only a hint. What proves that a pid is ours is the {@link Mark} on
 * the process, and, where the state file knows it, the time it started at. That it is in a session
 * of ours proves nothing here: once all of a session ended, its id is given to others.
 */
final class Adoption {

    private final Path runDirectory;
    private final Set<Path> looseFiles = new HashSet<>();

    Adoption(Path runDirectory) {
        this.runDirectory = runDirectory;
    }

    /** A process that still runs. */
    record Found(Identity identity, RunFiles files) {
        ReplicaProcess watchedBy(DeathWatch deaths) {
            var session = new Session(identity.leader(), identity.startTicks());
            return new ReplicaProcess(identity, files, deaths.add(session));
        }
    }

    /**
     * @param running the oldest first
     * @param ended of the remembered processes, those that ended while no agent watched, with their
     *     exit status where it was written down
     */
    record Result(List<Found> running, Map<Identity, Optional<Integer>> ended) {}

    /** Looks for them; ends what is left of replicas whose wrapper is gone. */
    Result search(List<Identity> remembered) {
        var running = new LinkedHashMap<String, Found>();
        var ended = new LinkedHashMap<Identity, Optional<Integer>>();
        for (Identity identity : remembered) {
            var files = RunFiles.of(runDirectory, identity.replica(), identity.nonce());
            if (isRunning(identity)) {
                running.put(identity.nonce(), new Found(identity, files));
            } else {
                var status = files.exitStatus();
                ended.put(
                        identity,
                        status.isPresent() ? Optional.of(status.getAsInt()) : Optional.empty());
                Sweep.untilGone(identity.mark()::processes);
                files.delete();
            }
        }
        for (Found found : fromRunFiles()) {
            running.putIfAbsent(found.identity().nonce(), found);
        }
        deleteLooseFiles();
        var oldestFirst = new ArrayList<>(running.values());
        oldestFirst.sort(Comparator.comparing(found -> found.identity().startedAt()));
        return new Result(oldestFirst, ended);
    }

    private static boolean isRunning(Identity identity) {
        return new Session(identity.leader(), identity.startTicks()).isLeaderAlive()
                && identity.mark().isOn(identity.leader());
    }

    private List<Found> fromRunFiles() {
        var found = new ArrayList<Found>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runDirectory, "*.{pid,exit}")) {
            for (Path file : files) {
                owner(file).ifPresentOrElse(found::add, () -> looseFiles.add(file));
            }
        } catch (IOException e) {
            throw new SupervisorException(runDirectory + " cannot be read: " + e, e);
        }
        return found;
    }

    /** The process that a run file belongs to, if it runs. */
    private Optional<Found> owner(Path file) {
        String[] parts = file.getFileName().toString().split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        String replica = parts[0];
        String nonce = parts[1];
        var mark = new Mark(nonce);
        RunFiles files = RunFiles.of(runDirectory, replica, nonce);
        Optional<ProcFs.Stat> leader =
                files.programPid()
                        .flatMap(ProcFs::stat)
                        .flatMap(program -> ProcFs.stat(program.session()))
                        .filter(stat -> mark.isOn(stat.pid()));
        if (leader.isPresent()) {
            return identity(replica, nonce, leader.get()).map(id -> new Found(id, files));
        }
        // Nobody waits for what is left of it: it cannot be watched over, so it is ended.
        Sweep.untilGone(mark::processes);
        return Optional.empty();
    }

    private static Optional<Identity> identity(String replica, String nonce, ProcFs.Stat leader) {
        Map<String, String> variables = ProcFs.environment(leader.pid());
        String service = variables.getOrDefault("MUSTER_SERVICE", "");
        String port = variables.getOrDefault("PORT", "");
        int dash = replica.lastIndexOf('-');
        if (!replica.startsWith(service + "-") || !port.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Identity(
                        service,
                        Integer.parseInt(replica.substring(dash + 1)),
                        nonce,
                        leader.pid(),
                        leader.startTicks(),
                        Integer.parseInt(port),
                        variables.getOrDefault("MUSTER_VERSION", ""),
                        variables.getOrDefault(ReplicaLauncher.FINGERPRINT, ""),
                        startedAt(leader.pid()),
                        0));
    }

    private static Instant startedAt(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElse(Instant.EPOCH);
    }

    private void deleteLooseFiles() {
        for (Path file : looseFiles) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException harmless) {
                // It belongs to no process, and the next start tries again.
            }
        }
    }
}
