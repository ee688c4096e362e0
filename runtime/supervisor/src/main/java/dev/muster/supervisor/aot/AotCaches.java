package dev.muster.supervisor.aot;

import dev.muster.build.AotCache;
import dev.muster.build.BuildConfig;
import dev.muster.build.Digest;
import dev.muster.build.FolderTree;
import dev.muster.build.JarStage.Staged;
import dev.muster.build.JavaCommand;
import dev.muster.build.LaunchPlan;
import dev.muster.build.LoadedClasses;
import dev.muster.fleet.ServiceSpec;
import dev.muster.process.Hosts;
import dev.muster.process.OwnProcess;
import dev.muster.process.UserUmask;
import dev.muster.state.DurableFile;
import dev.muster.supervisor.timeline.Timeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The AOT caches of a fleet's JVM services. Nothing waits for them: replicas start without, and the
 * caches are made beside the fleet once it has come to rest, one at a time, by a JVM of the lowest
 * priority that runs no code of the service. The next start of a replica uses them.
 *
 * <p>Thread-safe, save where said.
 */
public final class AotCaches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AotCaches.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(3);

    /** Caches that no service starts from now, kept for code that may come back. */
    private static final int SPARE = 3;

    private static final String CACHE = ".aot";
    private static final String DRAFTS = "draft-";

    /** Variables from which a JVM takes more flags. */
    private static final List<String> FLAG_VARIABLES =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    private final BuildConfig config;
    private final boolean areMade;
    private final Timeline timeline;
    private final Fleet fleet;
    private final Path folder;
    private final SpareTime spareTime;
    private final Set<Path> failed = new HashSet<>();
    private final OwnProcess maker = new OwnProcess();
    private boolean looking;

    /** What is run; asked on the timeline's thread. */
    public interface Fleet {
        /** Nothing of it is on its way any more. */
        boolean isAtRest();

        /** What services would be started from now. */
        List<LaunchPlan> plans();
    }

    /**
     * @param areMade whether there are any at all
     */
    public AotCaches(BuildConfig config, boolean areMade, Timeline timeline, Fleet fleet) {
        this.config = config;
        this.areMade = areMade;
        this.timeline = timeline;
        this.fleet = fleet;
        this.folder = config.stateDirectory().resolve("aot");
        this.spareTime = new SpareTime(timeline, Hosts.current()::processorTime);
        deleteDrafts();
    }

    /**
     * The cache of a service, whether it is there or not.
     *
     * @return empty where the JVM would refuse any
     */
    public Optional<AotCache> of(ServiceSpec service, Staged jar, JavaCommand command)
            throws IOException {
        Map<String, String> variables = flagVariables(service);
        boolean hasAgent = variables.values().stream().anyMatch(v -> v.contains("agent"));
        if (hasAgent || !areMade) {
            return Optional.empty();
        }
        var digest = new Digest().text(jar.hash()).text(jar.file().getFileName().toString());
        command.command().forEach(digest::text);
        variables.forEach((name, value) -> digest.text(name).text(value));
        Path release = command.jdkHome().resolve("release");
        if (Files.exists(release)) {
            digest.file(release);
        }
        String name = digest.hex().substring(0, 16);
        return Optional.of(
                new AotCache(
                        folder.resolve(name + CACHE),
                        folder.resolve(name),
                        command,
                        jar.file(),
                        variables));
    }

    private Map<String, String> flagVariables(ServiceSpec service) {
        var variables = new TreeMap<String, String>();
        Map<String, String> inherited = service.inherited(config.environment());
        for (String variable : FLAG_VARIABLES) {
            String value = service.env().getOrDefault(variable, inherited.get(variable));
            if (value != null) {
                variables.put(variable, value);
            }
        }
        return variables;
    }

    /**
     * The plan as one process is started from it: with its cache, or so that one can be made.
     *
     * @param process differs from that of any other process that runs
     */
    public LaunchPlan starting(LaunchPlan plan, String process) {
        if (plan.cache().isEmpty()) {
            return plan;
        }
        AotCache cache = plan.cache().get();
        try {
            if (cache.exists()) {
                Files.setLastModifiedTime(cache.file(), FileTime.from(timeline.instant()));
            } else {
                makeSoon();
            }
            return plan.withFlags(cache.flags(process));
        } catch (IOException withoutIt) {
            LOG.warn("{} starts without an AOT cache: {}", process, withoutIt.toString());
            return plan;
        }
    }

    /** Makes what can be made once there is time for it. */
    public void makeSoon() {
        timeline.run(
                () -> {
                    if (areMade && !looking) {
                        looking = true;
                        lookLater();
                    }
                });
    }

    private void lookLater() {
        timeline.about(LOOK_EVERY, this::look);
    }

    private void look() {
        if (!fleet.isAtRest()) {
            spareTime.forget();
            lookLater();
            return;
        }
        List<AotCache> wanted =
                fleet.plans().stream().flatMap(plan -> plan.cache().stream()).distinct().toList();
        boolean isThere = spareTime.isThere();
        timeline.inBackground(
                () -> {
                    boolean goOn = false;
                    try {
                        goOn = makeNext(wanted, isThere);
                    } catch (IOException e) {
                        LOG.warn("AOT caches cannot be made: {}", e.toString());
                    } finally {
                        boolean again = goOn;
                        timeline.run(() -> looked(again));
                    }
                });
    }

    private void looked(boolean again) {
        looking = again;
        if (again) {
            lookLater();
        }
    }

    /** Whether there is more to make. */
    private boolean makeNext(List<AotCache> wanted, boolean isTime) throws IOException {
        for (AotCache cache : wanted) {
            if (!failed.contains(cache.file()) && cache.isToBeMade()) {
                if (isTime) {
                    make(cache, wanted);
                }
                return true;
            }
        }
        return false;
    }

    /** Makes a cache and clears away what it makes superfluous. */
    void make(AotCache cache, Collection<AotCache> wanted) throws IOException {
        Path log = folder.resolve(cache.lists().getFileName() + ".log");
        Path drafts = Files.createTempDirectory(folder, DRAFTS);
        try {
            Path draft = drafts.resolve("cache" + CACHE);
            Path classes = drafts.resolve("classes");
            List<Path> lists = cache.written();
            boolean complete = LoadedClasses.anyIsComplete(lists);
            LoadedClasses.merge(lists, classes);
            List<String> command = cache.command().makeCache(cache.jar(), classes, draft);
            if (!run(command, cache.variables(), log.toFile()) || !Files.exists(draft)) {
                LOG.info("There is no AOT cache for {}, see {}", cache.jar(), log);
                failed.add(cache.file());
                return;
            }
            DurableFile.publish(draft, cache.file());
            Files.deleteIfExists(log);
            if (complete) {
                // What still runs and writes one writes on, to nobody.
                FolderTree.delete(cache.lists());
            }
            LOG.debug("{} made for {}", cache.file(), cache.jar());
        } finally {
            FolderTree.delete(drafts);
        }
        pruneAllBut(wanted);
    }

    /** Runs the JVM to its end, at the lowest priority; whether it ended well. */
    private boolean run(List<String> command, Map<String, String> variables, File log)
            throws IOException {
        var niced = new ArrayList<>(List.of("nice", "-n", "19"));
        niced.addAll(command);
        var builder =
                new ProcessBuilder(niced)
                        .directory(folder.toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(log)
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(JavaCommand.ENVIRONMENT);
        builder.environment().putAll(config.environment());
        FLAG_VARIABLES.forEach(builder.environment()::remove);
        builder.environment().remove(UserUmask.VARIABLE);
        builder.environment().putAll(variables);
        try {
            Process process = maker.start(builder);
            return process.waitFor(WRITTEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            maker.sweep();
        }
    }

    private void pruneAllBut(Collection<AotCache> wanted) throws IOException {
        List<Path> kept = wanted.stream().map(AotCache::file).toList();
        List<Path> others;
        try (Stream<Path> files = Files.list(folder)) {
            others =
                    files.filter(file -> file.toString().endsWith(CACHE))
                            .filter(file -> !kept.contains(file))
                            .sorted(Comparator.comparing(AotCaches::lastUse).reversed())
                            .toList();
        }
        // A JVM that has one mapped keeps it.
        for (Path cache : others.stream().skip(SPARE).toList()) {
            Files.deleteIfExists(cache);
            String name = cache.getFileName().toString();
            FolderTree.delete(folder.resolve(name.substring(0, name.length() - CACHE.length())));
        }
    }

    private static Instant lastUse(Path cache) {
        return Instant.ofEpochMilli(cache.toFile().lastModified());
    }

    /** What an earlier agent did not come to the end of. */
    private void deleteDrafts() {
        try (Stream<Path> entries = Files.list(Files.createDirectories(folder))) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(DRAFTS)) {
                    FolderTree.delete(entry);
                }
            }
        } catch (IOException laterThen) {
            LOG.debug("{} cannot be tidied: {}", folder, laterThen.toString());
        }
    }

    /** Pids of what could not be ended of the making of one. Blocks. */
    public List<Long> left() {
        return maker.left();
    }

    /** Ends what is being made; nothing is made after this. */
    @Override
    public void close() {
        maker.close();
    }
}
