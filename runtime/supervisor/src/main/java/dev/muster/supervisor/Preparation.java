package dev.muster.supervisor;

import dev.muster.build.AotCache;
import dev.muster.build.Digest;
import dev.muster.build.ExecutableJar;
import dev.muster.build.JarStage;
import dev.muster.build.JarStage.Staged;
import dev.muster.build.JavaCommand;
import dev.muster.build.LaunchPlan;
import dev.muster.fleet.Cause;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.rollout.Release;
import dev.muster.supervisor.rollout.ReleaseLedger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns what the fleet file says of a service into how its replicas are started. Blocks on disk.
 */
final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final SupervisorConfig config;
    private final Path fleetDirectory;
    private final JarStage stage;
    private final AotCaches caches;
    private final ReleaseLedger ledger;
    private final Function<String, List<Release>> running;

    /**
     * @param running the releases of a service that must stay, whatever is prepared next
     */
    Preparation(
            SupervisorConfig config,
            Path fleetDirectory,
            AotCaches caches,
            ReleaseLedger ledger,
            Function<String, List<Release>> running) {
        this.config = config;
        this.fleetDirectory = fleetDirectory;
        this.caches = caches;
        this.ledger = ledger;
        this.running = running;
        this.stage = new JarStage(config.stateDirectory());
    }

    /** What a service is before anything was looked at. */
    static Prepared unprepared(ServiceSpec service) {
        Cause.Part waiting =
                service.run() instanceof RunSpec.Project
                        ? new Cause.WaitingForBuild()
                        : new Cause.BeingPrepared();
        return new Prepared.Lacking(waiting, language(service), new BuildState.Running());
    }

    static String language(ServiceSpec service) {
        return switch (service.run()) {
            case RunSpec.Project _, RunSpec.Jar _ -> "java";
            case RunSpec.Command(var arguments) ->
                    Path.of(arguments.getFirst()).getFileName().toString();
            case RunSpec.Image _ -> "container";
            case RunSpec.Url _ -> "external";
        };
    }

    /** What can be started now. */
    Prepared prepare(ServiceSpec service, BuildState build) {
        running.apply(service.name()).forEach(this::keep);
        return switch (service.run()) {
            case RunSpec.Project(var directory) ->
                    ExecutableJar.in(directory.resolve("target"))
                            .map(jar -> java(service, jar, build))
                            .orElseGet(() -> noJar(service, directory, build));
            case RunSpec.Jar(var file) ->
                    ExecutableJar.read(file)
                            .map(jar -> java(service, jar, build))
                            .orElseGet(
                                    () ->
                                            lacking(
                                                    service,
                                                    new Cause.NoExecutableJar(file.toString()),
                                                    build));
            case RunSpec.Command(var arguments) -> command(service, arguments, build);
            case RunSpec.Image(var reference) ->
                    lacking(service, new Cause.NoContainers(reference), build);
            case RunSpec.Url _ -> lacking(service, new Cause.RunElsewhere(), build);
        };
    }

    private static Prepared noJar(ServiceSpec service, Path directory, BuildState build) {
        var none =
                new Prepared.Lacking(
                        new Cause.BuildMadeNoJar(directory.resolve("target").toString()),
                        language(service),
                        build);
        return build instanceof BuildState.Failed(var problem)
                ? none.afterFailedBuild(problem)
                : none;
    }

    private static Prepared lacking(ServiceSpec service, Cause.Part part, BuildState build) {
        return new Prepared.Lacking(part, language(service), build);
    }

    private Prepared java(ServiceSpec service, ExecutableJar jar, BuildState build) {
        if (!config.hasJdk()) {
            return lacking(service, new Cause.NoJdk(config.jdkHome().toString()), build);
        }
        try {
            var command = new JavaCommand(config.jdkHome(), service.memoryBytes());
            Optional<Staged> staged = stage.stage(service.name(), jar);
            return staged.isPresent()
                    ? staged(service, staged.get(), command, build)
                    : inPlace(service, jar, command, build);
        } catch (IOException e) {
            return lacking(service, new Cause.JarUnreadable(String.valueOf(e.getMessage())), build);
        }
    }

    private void keep(Release release) {
        try {
            stage.used(release.plan());
        } catch (IOException e) {
            LOG.warn("What runs now may be cleared away: {}", e.toString());
        }
    }

    private Prepared startable(ServiceSpec service, LaunchPlan plan, BuildState build) {
        Set<Integer> kept =
                running.apply(service.name()).stream()
                        .map(Release::number)
                        .collect(Collectors.toSet());
        return new Prepared.Startable(
                ledger.release(service, plan, kept), language(service), build);
    }

    private Prepared staged(ServiceSpec service, Staged jar, JavaCommand command, BuildState build)
            throws IOException {
        Optional<AotCache> cache = caches.of(service, jar, command);
        return java(service, jar.hash(), command, jar.file(), cache, build);
    }

    /**
     * A jar that cannot be staged runs from where it lies, and never with an AOT cache: it may be
     * replaced at any time, and a cache would go on running the old code.
     */
    private Prepared inPlace(
            ServiceSpec service, ExecutableJar jar, JavaCommand command, BuildState build)
            throws IOException {
        return java(service, jar.hash(), command, jar.file(), Optional.empty(), build);
    }

    private Prepared java(
            ServiceSpec service,
            String hash,
            JavaCommand command,
            Path jar,
            Optional<AotCache> cache,
            BuildState build) {
        var plan =
                new LaunchPlan(
                        command.run(jar),
                        JavaCommand.ENVIRONMENT,
                        fleetDirectory,
                        Digest.shortened(hash),
                        fingerprint(service, hash, command.command()),
                        cache);
        return startable(service, plan, build);
    }

    private Prepared command(ServiceSpec service, List<String> arguments, BuildState build) {
        String hash = commandHash(arguments);
        var plan =
                new LaunchPlan(
                        arguments,
                        Map.of(),
                        fleetDirectory,
                        Digest.shortened(hash),
                        fingerprint(service, hash, arguments));
        return startable(service, plan, build);
    }

    /** Of the arguments, and of what those that name files of the fleet's folder hold. */
    private String commandHash(List<String> arguments) {
        var digest = new Digest();
        for (String argument : arguments) {
            digest.text(argument);
            try {
                Path file = fleetDirectory.resolve(argument);
                if (Files.isRegularFile(file) && file.startsWith(fleetDirectory)) {
                    digest.file(file);
                }
            } catch (IOException | InvalidPathException notAFile) {
                digest.text("unreadable");
            }
        }
        return digest.hex();
    }

    private static String fingerprint(
            ServiceSpec service, String contentHash, List<String> arguments) {
        var digest = new Digest().text(contentHash);
        arguments.forEach(digest::text);
        for (Map.Entry<String, String> variable : new TreeMap<>(service.env()).entrySet()) {
            digest.text(variable.getKey()).text(variable.getValue());
        }
        service.envInherit()
                .filter(inherit -> !inherit.all())
                .ifPresent(inherit -> inherit.names().forEach(digest.text("inherits")::text));
        return digest.hex().substring(0, 16);
    }
}
