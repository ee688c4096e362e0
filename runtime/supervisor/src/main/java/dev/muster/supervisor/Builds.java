package dev.muster.supervisor;

import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Builds the services that are Maven modules: those whose sources or POMs, or those of the modules
 * they depend on in the same reactor, are not what they were when they were last built. All
 * services of a reactor that need it are built by one call of Maven, and one that fails stops no
 * other.
 *
 * <p>Thread-safe; builds go one after another.
 */
final class Builds {

    private static final Logger LOG = LoggerFactory.getLogger(Builds.class);

    private final SupervisorConfig config;
    private final Path fleetDirectory;
    private final Path folder;
    private volatile @Nullable Process maven;
    private volatile boolean closed;

    /**
     * What a service was last built from, and into.
     *
     * @param jar hash of the executable jar that came out, so that a jar someone else built in the
     *     meantime is noticed
     */
    private record Built(String sources, String poms, String jar) {}

    private record Hashes(Map<String, Built> services) {}

    /** A service that is to be built. */
    record Job(String service, Path module, Reactor reactor, String sources, String poms) {}

    /**
     * @param unreadable services whose sources cannot be read
     */
    record Survey(List<Job> jobs, Map<String, Result.Failed> unreadable) {}

    /** How the build of a service went. */
    sealed interface Result {
        record Done() implements Result {}

        /**
         * @param lines the compiler's, or Maven's
         */
        record Failed(List<String> lines, Path log) implements Result {
            String problem() {
                return lines.isEmpty() ? "see " + log : lines.getFirst();
            }
        }
    }

    /** Hears of a module that Maven comes to. */
    interface Steps {
        void at(Collection<String> services, String step);
    }

    Builds(SupervisorConfig config, Path fleetDirectory) {
        this.config = config;
        this.fleetDirectory = fleetDirectory;
        this.folder = config.stateDirectory().resolve("build");
    }

    Path log(String service) {
        return folder.resolve(service + ".log");
    }

    /**
     * Looks at what is on disk now: which services are to be built. Those that are built already,
     * or are no Maven modules, are not among them.
     */
    Survey survey(Collection<ServiceSpec> services) {
        var reactors = new ArrayList<Reactor>();
        var jobs = new ArrayList<Job>();
        var unreadable = new LinkedHashMap<String, Result.Failed>();
        for (ServiceSpec service : services) {
            if (service.run() instanceof RunSpec.Project(var module)) {
                try {
                    job(service.name(), module, reactor(module, reactors)).ifPresent(jobs::add);
                } catch (IOException e) {
                    String problem = module + " cannot be read: " + e.getMessage();
                    unreadable.put(
                            service.name(),
                            new Result.Failed(List.of(problem), log(service.name())));
                }
            }
        }
        return new Survey(jobs, unreadable);
    }

    private static Reactor reactor(Path module, List<Reactor> known) throws IOException {
        var sameReactor = known.stream().filter(reactor -> reactor.has(module)).findFirst();
        if (sameReactor.isPresent()) {
            return sameReactor.get();
        }
        var found =
                Reactor.of(module).orElseThrow(() -> new IOException("it has no valid pom.xml"));
        known.add(found);
        return found;
    }

    private Optional<Job> job(String service, Path module, Reactor reactor) throws IOException {
        String sources = reactor.sourceHash(module);
        Built built = remembered().get(service);
        boolean isBuilt =
                built != null
                        && built.sources().equals(sources)
                        && jarHash(module).equals(Optional.of(built.jar()));
        return isBuilt
                ? Optional.empty()
                : Optional.of(new Job(service, module, reactor, sources, reactor.pomHash(module)));
    }

    private static Optional<String> jarHash(Path module) throws IOException {
        var jar = ExecutableJar.in(module.resolve("target"));
        return jar.isPresent() ? Optional.of(jar.get().hash()) : Optional.empty();
    }

    /** Builds; one result for each job. Blocks. */
    synchronized Map<String, Result> build(List<Job> jobs, Steps steps) {
        var results = new LinkedHashMap<String, Result>();
        jobs.stream()
                .collect(
                        Collectors.groupingBy(
                                job -> job.reactor().root(), TreeMap::new, Collectors.toList()))
                .values()
                .forEach(sameReactor -> results.putAll(buildTogether(sameReactor, steps)));
        return results;
    }

    private Map<String, Result> buildTogether(List<Job> jobs, Steps steps) {
        try {
            Files.createDirectories(folder);
            boolean offline = jobs.stream().allMatch(this::wasBuiltWithSamePoms);
            MavenOutput output = call(jobs, offline, steps);
            if (offline && output.missesArtifacts()) {
                output = call(jobs, false, steps);
            }
            return results(jobs, output);
        } catch (IOException e) {
            String problem = "the build could not run: " + e.getMessage();
            return all(jobs, job -> new Result.Failed(List.of(problem), log(job.service())));
        }
    }

    private boolean wasBuiltWithSamePoms(Job job) {
        Built built = remembered().get(job.service());
        return built != null && built.poms().equals(job.poms());
    }

    private MavenOutput call(List<Job> jobs, boolean offline, Steps steps) throws IOException {
        Path whole = folder.resolve("maven.log");
        List<String> services = jobs.stream().map(Job::service).toList();
        var output = new MavenOutput();
        Process process = startMaven(jobs, offline);
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter log = Files.newBufferedWriter(whole)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
                log.newLine();
                output.line(line)
                        .ifPresent(
                                step ->
                                        steps.at(
                                                services,
                                                "%s (%d of %d)"
                                                        .formatted(
                                                                step.module(),
                                                                step.number(),
                                                                step.of())));
            }
            output.ended(process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            end(process);
            maven = null;
        }
        for (Job job : jobs) {
            Files.copy(whole, log(job.service()), StandardCopyOption.REPLACE_EXISTING);
        }
        return output;
    }

    private Process startMaven(List<Job> jobs, boolean offline) throws IOException {
        Reactor reactor = jobs.getFirst().reactor();
        var command = new ArrayList<>(List.of(mavenProgram(), "-B", "-ntp", "--fail-at-end"));
        command.addAll(List.of("-Dquick", "-Dmaven.test.skip=true", "-Dstyle.color=never"));
        if (offline) {
            command.add("-o");
        }
        command.add("-pl");
        command.add(
                jobs.stream()
                        .map(job -> reactor.selector(job.module()))
                        .collect(Collectors.joining(",")));
        command.addAll(List.of("-am", "package"));
        var builder =
                new ProcessBuilder(command)
                        .directory(reactor.root().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(config.environment());
        builder.environment().put("JAVA_HOME", config.jdkHome().toString());
        // A build that lives for seconds is over before a better compiled one would be faster.
        builder.environment().putIfAbsent("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        if (closed) {
            throw new IOException("the supervisor is stopping");
        }
        Process started = builder.start();
        maven = started;
        return started;
    }

    private String mavenProgram() throws IOException {
        return new ProgramSearch(config.environment())
                .find("mvn", fleetDirectory, Map.of())
                .orElseThrow(
                        () ->
                                new IOException(
                                        "mvn (Apache Maven 3.8.7 or newer) is not on PATH;"
                                                + " install it to build services"))
                .toString();
    }

    private Map<String, Result> results(List<Job> jobs, MavenOutput output) throws IOException {
        var built = new TreeMap<>(remembered());
        var results = new LinkedHashMap<String, Result>();
        for (Job job : jobs) {
            var closure = job.reactor().closure(job.module());
            if (output.isFailed(closure)) {
                var lines = output.problems(closure, fleetDirectory);
                results.put(job.service(), new Result.Failed(lines, log(job.service())));
            } else {
                results.put(job.service(), new Result.Done());
                jarHash(job.module())
                        .ifPresent(
                                jar ->
                                        built.put(
                                                job.service(),
                                                new Built(job.sources(), job.poms(), jar)));
            }
        }
        DurableFile.write(hashesFile(), SealedJson.write(new Hashes(built)));
        return results;
    }

    private static Map<String, Result> all(
            List<Job> jobs, java.util.function.Function<Job, Result> result) {
        var results = new LinkedHashMap<String, Result>();
        jobs.forEach(job -> results.put(job.service(), result.apply(job)));
        return results;
    }

    /** Ends a build that runs; none is begun after this. */
    void close() {
        closed = true;
        Process running = maven;
        if (running != null) {
            end(running);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Path hashesFile() {
        return folder.resolve("hashes.json");
    }

    /** What was built before; a file that cannot be read only means to build again. */
    private Map<String, Built> remembered() {
        try {
            return Files.exists(hashesFile())
                    ? SealedJson.read(Files.readAllBytes(hashesFile()), Hashes.class)
                            .map(Hashes::services)
                            .orElse(Map.of())
                    : Map.of();
        } catch (IOException e) {
            LOG.warn("{} cannot be read, everything is built: {}", hashesFile(), e.toString());
            return Map.of();
        }
    }
}
