package dev.muster.build;

import dev.muster.build.BuildLedger.Built;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;

import java.io.IOException;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds the services that are Maven modules: those whose sources or POMs, or those of the modules
 * they depend on in the same reactor, are not what they were when they were last built. All
 * services of a reactor that need it are built by one call of Maven, and one that fails stops no
 * other.
 *
 * <p>Thread-safe; builds go one after another.
 */
public final class Builds implements AutoCloseable {

    private final Path fleetDirectory;
    private final Path folder;
    private final BuildLedger ledger;
    private final Maven maven;

    /** A service that is to be built. */
    public record Job(String service, Path module, Reactor reactor, String sources, String poms) {
        private boolean isOf(Optional<String> artifact) {
            return artifact.isPresent()
                    && reactor.module(module).map(Pom::artifact).equals(artifact);
        }
    }

    /**
     * @param unreadable services whose sources cannot be read
     */
    public record Survey(List<Job> jobs, Map<String, Result.Failed> unreadable) {}

    /** How the build of a service went. */
    public sealed interface Result {
        record Done() implements Result {}

        /**
         * @param lines the compiler's, or Maven's
         */
        record Failed(List<String> lines, Path log) implements Result {
            /** In one line: the first mistake, and what the compiler adds to it. */
            public String problem() {
                if (lines.isEmpty()) {
                    return "see " + log;
                }
                String first = lines.getFirst();
                return lines.stream()
                        .skip(1)
                        .takeWhile(line -> line.startsWith(" "))
                        .map(String::strip)
                        .filter(line -> line.startsWith("symbol:") || line.startsWith("reason:"))
                        .findFirst()
                        .map(line -> line.substring("symbol:".length()).strip())
                        .map(detail -> first.replaceFirst(";$", "") + ": " + detail)
                        .orElse(first);
            }
        }
    }

    /** Hears how Maven goes from module to module. */
    public interface Steps {
        /** It comes to one. */
        void at(Collection<String> services, String step);

        /**
         * The service's is built, while others are not yet. Not told of each: the results tell all.
         */
        void built(String service);
    }

    public Builds(BuildConfig config, Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
        this.folder = config.stateDirectory().resolve("build");
        this.ledger = new BuildLedger(folder);
        this.maven = new Maven(config, fleetDirectory);
    }

    Path log(String service) {
        return folder.resolve(service + ".log");
    }

    /**
     * Looks at what is on disk now: which services are to be built. Those that are built already,
     * or are no Maven modules, are not among them.
     */
    public Survey survey(Collection<ServiceSpec> services) {
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
        var job =
                new Job(
                        service,
                        module,
                        reactor,
                        reactor.sourceHash(module),
                        reactor.pomHash(module));
        return isDone(job) ? Optional.empty() : Optional.of(job);
    }

    private boolean isDone(Job job) throws IOException {
        Optional<Built> built = ledger.of(job.service());
        return built.isPresent()
                && built.get().sources().equals(job.sources())
                && jarHash(job.module()).equals(Optional.of(built.get().jar()));
    }

    private static Optional<String> jarHash(Path module) throws IOException {
        var jar = ExecutableJar.in(module.resolve("target"));
        return jar.isPresent() ? Optional.of(jar.get().hash()) : Optional.empty();
    }

    /** Builds; one result for each job. Blocks, and before that while others build. */
    public synchronized Map<String, Result> build(List<Job> jobs, Steps steps) {
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
            var open = new ArrayList<Job>();
            for (Job job : jobs) {
                // Whoever built before this one's turn came may have built the same.
                if (!isDone(job)) {
                    open.add(job);
                }
            }
            var results = all(jobs, _ -> new Result.Done());
            if (!open.isEmpty()) {
                results.putAll(results(open, call(open, steps)));
            }
            return results;
        } catch (IOException e) {
            String problem = "the build could not run: " + e.getMessage();
            return all(jobs, job -> new Result.Failed(List.of(problem), log(job.service())));
        }
    }

    private MavenOutput call(List<Job> jobs, Steps steps) throws IOException {
        Files.createDirectories(folder);
        boolean offline = jobs.stream().allMatch(this::wasBuiltWithSamePoms);
        MavenOutput output = call(jobs, offline, steps);
        return offline && output.missesArtifacts() ? call(jobs, false, steps) : output;
    }

    private boolean wasBuiltWithSamePoms(Job job) {
        return ledger.of(job.service())
                .filter(built -> built.poms().equals(job.poms()))
                .isPresent();
    }

    private MavenOutput call(List<Job> jobs, boolean offline, Steps steps) throws IOException {
        Path whole = folder.resolve("maven.log");
        List<String> services = jobs.stream().map(Job::service).toList();
        MavenOutput output =
                maven.run(
                        jobs.getFirst().reactor(),
                        jobs.stream().map(Job::module).toList(),
                        offline,
                        whole,
                        step -> {
                            steps.at(services, step.toString());
                            jobs.stream()
                                    .filter(job -> job.isOf(step.built()))
                                    .forEach(job -> steps.built(job.service()));
                        });
        for (Job job : jobs) {
            Files.copy(whole, log(job.service()), StandardCopyOption.REPLACE_EXISTING);
        }
        return output;
    }

    private Map<String, Result> results(List<Job> jobs, MavenOutput output) throws IOException {
        var built = new LinkedHashMap<String, Built>();
        var results = new LinkedHashMap<String, Result>();
        for (Job job : jobs) {
            var closure = job.reactor().closure(job.module());
            if (output.isFailed(closure)) {
                var lines = output.problems(closure, fleetDirectory);
                results.put(job.service(), new Result.Failed(lines, log(job.service())));
            } else {
                results.put(job.service(), new Result.Done());
                jarHash(job.module())
                        .map(jar -> new Built(job.sources(), job.poms(), jar))
                        .ifPresent(hashes -> built.put(job.service(), hashes));
            }
        }
        ledger.add(built);
        return results;
    }

    private static Map<String, Result> all(List<Job> jobs, Function<Job, Result> result) {
        var results = new LinkedHashMap<String, Result>();
        jobs.forEach(job -> results.put(job.service(), result.apply(job)));
        return results;
    }

    /** Pids of what could not be ended of a build, and still runs; mostly none. Blocks. */
    public List<Long> left() {
        return maven.left();
    }

    /** Ends a build that runs; none is begun after this. */
    @Override
    public void close() {
        maven.close();
    }
}
