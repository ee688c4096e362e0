package dev.muster.supervisor;

import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.supervisor.JarStage.Staged;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the AOT caches of JVM services: runs each once, alone, in a folder of its own and with
 * nobody to call, asks it a few things, and ends it; the JVM then writes down the classes it loaded
 * and the profiles it gathered. A service that cannot be trained runs without a cache.
 *
 * <p>The JVM does not check that application jars are those it was trained with, and would run old
 * code from a stale cache without a word. So a cache is named by a hash of everything it depends
 * on: the content of every jar, where they lie, the JDK and the flags. Another name is another
 * cache.
 */
final class AotTraining implements AutoCloseable {

    /** Stands where a replica has its number, so that nobody takes it for one. */
    static final int NUMBER = 0;

    private static final int AT_ONCE = 2;
    private static final int ROUNDS = 20;
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(60);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(50);
    private static final String NOBODY = "127.0.0.1:9";

    /** Variables from which a JVM takes more flags. */
    private static final List<String> FLAG_VARIABLES =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    private final SupervisorConfig config;
    private final ReplicaLauncher launcher;
    private final Path folder;
    private final Turns turns = new Turns();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Path workplaces;
    private final Set<ReplicaProcess> inTraining = new HashSet<>();
    private boolean closed;

    AotTraining(SupervisorConfig config, ReplicaLauncher launcher) {
        this.config = config;
        this.launcher = launcher;
        this.folder = config.stateDirectory().resolve("aot");
        this.workplaces = folder.resolve("training");
        try {
            FolderTree.delete(workplaces);
        } catch (IOException laterThen) {
            // A JVM that an earlier agent trained still writes there; another start removes it.
        }
    }

    /** Ends what is being trained; nothing is trained after this. */
    @Override
    public void close() {
        List<ReplicaProcess> running;
        synchronized (inTraining) {
            closed = true;
            running = List.copyOf(inTraining);
        }
        running.forEach(ReplicaProcess::sweep);
    }

    /** Where the cache of a service is, or would be. */
    Path cache(ServiceSpec service, Staged jar, JavaCommand command) throws IOException {
        var digest = new Digest().text(jar.hash()).text(jar.file().toString());
        command.command().forEach(digest::text);
        var environment = service.inherited(config.environment());
        for (String variable : FLAG_VARIABLES) {
            String inherited = environment.getOrDefault(variable, "");
            digest.text(service.env().getOrDefault(variable, inherited));
        }
        Path release = command.jdkHome().resolve("release");
        if (Files.exists(release)) {
            digest.file(release);
        }
        return folder.resolve(service.name() + "-" + digest.hex().substring(0, 16) + ".aot");
    }

    /**
     * Makes the cache; blocks for some seconds, and longer while others are being made. Those of
     * one service are made one after another, so that the newest code's is made last.
     *
     * @return why there is none, or empty when there is one now
     */
    Optional<String> train(ServiceSpec service, Path stagedJar, JavaCommand command, Path cache) {
        return turns.take(service.name(), () -> trainInTurn(service, stagedJar, command, cache));
    }

    private Optional<String> trainInTurn(
            ServiceSpec service, Path stagedJar, JavaCommand command, Path cache) {
        slots.acquireUninterruptibly();
        try {
            return Files.isRegularFile(cache)
                    ? Optional.empty()
                    : trainNow(service, stagedJar, command, cache);
        } catch (IOException | SupervisorException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            slots.release();
        }
    }

    private Optional<String> trainNow(
            ServiceSpec service, Path stagedJar, JavaCommand command, Path cache)
            throws IOException {
        Files.createDirectories(workplaces);
        // Of its own, because the JVM that an earlier agent trained may still be writing to its.
        Path workplace = Files.createTempDirectory(workplaces, service.name() + "-");
        Path draft = workplace.resolve("draft.aot");
        Path log = folder.resolve(service.name() + ".log");
        Files.deleteIfExists(log);
        try {
            boolean ended = run(service, command.train(stagedJar, draft), workplace, log.toFile());
            if (!ended || !Files.exists(draft)) {
                return Optional.of("the JVM wrote none; see " + log);
            }
            DurableFile.publish(draft, cache);
        } finally {
            FolderTree.delete(workplace);
        }
        pruneOthers(service.name(), cache);
        return Optional.empty();
    }

    /** Runs the service alone, and asks it to end; whether it did, so that its draft is whole. */
    private boolean run(ServiceSpec service, List<String> arguments, Path workplace, File log)
            throws IOException {
        int port = freePort();
        var plan = new LaunchPlan(arguments, Map.of(), workplace, "training", "");
        ReplicaProcess process;
        synchronized (inTraining) {
            if (closed) {
                throw new SupervisorException("The fleet is being stopped.");
            }
            process =
                    launcher.launch(
                            plan, service.name(), NUMBER, port, variables(service, port), log);
            inTraining.add(process);
        }
        try {
            exercise(service, process, port);
            process.session().terminate();
            return ends(process);
        } finally {
            process.sweep();
            synchronized (inTraining) {
                inTraining.remove(process);
            }
        }
    }

    private Map<String, String> variables(ServiceSpec service, int port) {
        var variables = new HashMap<>(JavaCommand.ENVIRONMENT);
        variables.putAll(service.inherited(config.environment()));
        variables.put("CONSUL_HTTP_ADDR", NOBODY);
        for (String need : service.needs()) {
            variables.put(ServiceSpec.urlVariable(need), "http://" + NOBODY);
        }
        variables.putAll(service.env());
        variables.put("PORT", Integer.toString(port));
        variables.put("MUSTER_SERVICE", service.name());
        variables.put("MUSTER_REPLICA", service.name() + "-" + NUMBER);
        variables.put("MUSTER_VERSION", "training");
        variables.put("MUSTER_TRAINING", "true");
        return variables;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks what callers will ask, without touching anything: GETs only. */
    private static void exercise(ServiceSpec service, ReplicaProcess process, int port) {
        Duration timeout = service.probe().timeout();
        var ready = new Probe(service.probe().ready(), timeout);
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (ready.failure(ReplicaSetting.LOOPBACK, port).isPresent()
                && System.nanoTime() < deadline
                && !process.ended().isDone()) {
            LockSupport.parkNanos(PROBE_PAUSE.toNanos());
        }
        if (service.protocol() != Protocol.HTTP) {
            return;
        }
        var paths = new ArrayList<>(List.of("/health/live", "/health/ready", "/metrics"));
        paths.addAll(service.routes());
        for (int round = 0; round < ROUNDS && !process.ended().isDone(); round++) {
            for (String path : paths) {
                var _ =
                        new Probe(new ReadyCheck.Http(path), timeout)
                                .failure(ReplicaSetting.LOOPBACK, port);
            }
        }
    }

    private static boolean ends(ReplicaProcess process) {
        try {
            int status = process.ended().get(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return status != ExitReport.KILLED;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Caches of code that is run no more; a JVM that has one mapped keeps it. */
    private void pruneOthers(String service, Path kept) throws IOException {
        try (DirectoryStream<Path> caches =
                Files.newDirectoryStream(folder, service + "-????????????????.aot")) {
            for (Path cache : caches) {
                if (!cache.equals(kept)) {
                    Files.deleteIfExists(cache);
                }
            }
        }
    }
}
