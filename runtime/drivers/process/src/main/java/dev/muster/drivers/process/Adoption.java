package dev.muster.drivers.process;

import dev.muster.driver.DriverException;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.fleet.ReplicaName;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessIdentity;
import dev.muster.process.ProcessTree;
import dev.muster.process.Session;
import dev.muster.process.Sweep;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the processes that an earlier agent left running.
 *
 * <p>Two traces lead to them: the state file, and the run files that each wrapper itself writes,
 * which are there even if the agent died between starting a process and remembering it, or the
 * state file is lost. Either is only a hint. What proves that a pid is ours is the {@link Mark} on
 * the process, and, where the state file knows it, the time it started at; on a host that sees no
 * marks that time alone, and run files prove nothing. That it is in a session of ours proves
 * nothing here: once all of a session ended, its id is given to others.
 */
final class Adoption {

    private final Path runDirectory;

    Adoption(Path runDirectory) {
        this.runDirectory = runDirectory;
    }

    /** A process that still runs. */
    record Found(ReplicaIdentity identity, RunFiles files) {
        Session session() {
            return new Session(identity.leader(), identity.startTicks());
        }
    }

    /**
     * @param running the oldest first
     * @param ended of the remembered processes, those that ended while no agent watched, with their
     *     exit status where it was written down
     * @param left what runs on of replicas whose wrapper is gone, because it cannot be ended
     */
    record Result(
            List<Found> running,
            Map<ReplicaIdentity, Optional<Integer>> ended,
            List<Leftover> left) {}

    /** Looks for them; ends what is left of replicas whose wrapper is gone. */
    Result search(List<ReplicaIdentity> remembered) {
        var running = new LinkedHashMap<String, Found>();
        var ended = new LinkedHashMap<ReplicaIdentity, Optional<Integer>>();
        var left = new ArrayList<Leftover>();
        var known = new HashSet<String>();
        for (ReplicaIdentity identity : remembered) {
            var files = RunFiles.of(runDirectory, identity.replica(), identity.nonce());
            known.add(identity.nonce());
            if (isRunning(identity)) {
                running.put(identity.nonce(), new Found(identity, files));
            } else {
                var status = files.exitStatus();
                ended.put(
                        identity,
                        status.isPresent() ? Optional.of(status.getAsInt()) : Optional.empty());
                clear(new Trace(identity.replica(), new Mark(identity.nonce()), files))
                        .ifPresent(left::add);
            }
        }
        for (Trace trace : traces()) {
            if (known.add(trace.mark().nonce())) {
                owner(trace)
                        .ifPresentOrElse(
                                found -> running.put(trace.mark().nonce(), found),
                                () -> clear(trace).ifPresent(left::add));
            }
        }
        var oldestFirst = new ArrayList<>(running.values());
        oldestFirst.sort(Comparator.comparing(found -> found.identity().startedAt()));
        return new Result(oldestFirst, ended, left);
    }

    /** What runs on of the remembered and of those with run files, once all of it was ended. */
    List<Leftover> left(List<ReplicaIdentity> remembered) {
        Result result = search(remembered);
        Stream<Leftover> deaf =
                result.running().stream()
                        .map(Found::identity)
                        .map(of -> new Leftover(of.replica(), pids(of)));
        return Stream.concat(deaf, result.left().stream()).toList();
    }

    private static List<Long> pids(ReplicaIdentity identity) {
        var session = new Session(identity.leader(), identity.startTicks());
        return new ProcessTree(session, new Mark(identity.nonce()))
                .members().stream().map(ProcessEntry::pid).toList();
    }

    private static boolean isRunning(ReplicaIdentity identity) {
        var session = new Session(identity.leader(), identity.startTicks());
        return session.isLeaderAlive() && isProven(identity);
    }

    /** Whether what has the pid and the start is the replica; a pid alone may be a stranger's. */
    private static boolean isProven(ReplicaIdentity identity) {
        var host = Hosts.current();
        return host.seesMarks()
                ? host.isMarked(identity.leader(), new Mark(identity.nonce()))
                : identity.startTicks() != ProcessIdentity.UNKNOWN_START;
    }

    /** A replica that run files tell of. */
    private record Trace(String replica, Mark mark, RunFiles files) {}

    private Set<Trace> traces() {
        var traces = new LinkedHashSet<Trace>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runDirectory, "*.{pid,exit}")) {
            for (Path file : files) {
                String[] parts = file.getFileName().toString().split("\\.");
                if (parts.length == 3) {
                    traces.add(
                            new Trace(
                                    parts[0],
                                    new Mark(parts[1]),
                                    RunFiles.of(runDirectory, parts[0], parts[1])));
                }
            }
        } catch (NoSuchFileException nothingEverRan) {
            return traces;
        } catch (IOException | DirectoryIteratorException e) {
            throw new DriverException(runDirectory + " cannot be read: " + e, e);
        }
        return traces;
    }

    /** The process that run files belong to, if it runs. */
    private static Optional<Found> owner(Trace trace) {
        var host = Hosts.current();
        return trace.files()
                .programPid()
                .flatMap(host::process)
                .map(program -> program.session().orElseGet(program::parent))
                .flatMap(host::process)
                .filter(leader -> host.isMarked(leader.pid(), trace.mark()))
                .flatMap(leader -> identity(trace.replica(), trace.mark().nonce(), leader))
                .map(identity -> new Found(identity, trace.files()));
    }

    /** Nobody waits for what is left of it: it cannot be watched over, so it is ended. */
    private static Optional<Leftover> clear(Trace trace) {
        List<Long> left = Sweep.marked(trace.mark());
        if (left.isEmpty()) {
            trace.files().delete();
            return Optional.empty();
        }
        trace.files().keep();
        return Optional.of(new Leftover(trace.replica(), left));
    }

    private static Optional<ReplicaIdentity> identity(
            String replica, String nonce, ProcessEntry leader) {
        Map<String, String> variables = Hosts.current().environment(leader.pid());
        String service = variables.getOrDefault("MUSTER_SERVICE", "");
        String port = variables.getOrDefault("PORT", "");
        if (!port.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        return ReplicaName.read(replica)
                .filter(name -> name.service().equals(service))
                .map(
                        name ->
                                new ReplicaIdentity(
                                        ReplicaIdentity.FIRST_DRIVER,
                                        service,
                                        name.number(),
                                        nonce,
                                        leader.pid(),
                                        leader.start(),
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
}
