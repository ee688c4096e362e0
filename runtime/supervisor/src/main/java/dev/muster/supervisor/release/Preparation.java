package dev.muster.supervisor.release;

import dev.muster.build.AotCache;
import dev.muster.build.BuildConfig;
import dev.muster.build.Digest;
import dev.muster.build.ExecutableJar;
import dev.muster.build.JarStage;
import dev.muster.build.JarStage.Staged;
import dev.muster.build.JavaCommand;
import dev.muster.build.LaunchPlan;
import dev.muster.fleet.Cause;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.aot.AotCaches;

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
public final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final BuildConfig config;
    private final Path fleetDirectory;
    private final JarStage stage;
    private final AotCaches caches;
    private final ReleaseLedger ledger;
    private final Function<String, List<Release>> running;

    /**
     * @param running the releases of a service that must stay, whatever is prepared next
     */
    public Preparation(
            BuildConfig config,
            Path fleetDirectory,
            JarStage stage,
            AotCaches caches,
            ReleaseLedger ledger,
            Function<String, List<Release>> running) {
        this.config = config;
        this.fleetDirectory = fleetDirectory;
        this.stage = stage;
        this.caches = caches;
        this.ledger = ledger;
        this.running = running;
    }

    /** What a service is before anything was looked at. */
    public static Prepared unprepared(ServiceSpec service) {
        return new Prepared.Lacking(
                service.run() instanceof RunSpec.Project
                        ? new Cause.WaitingForBuild()
                        : new Cause.BeingPrepared());
    }

    /**
     * What can be started now.
     *
     * @param buildProblem why the newest sources do not build, if they do not
     */
    public Prepared prepare(ServiceSpec service, Optional<String> buildProblem) {
        return switch (service.run()) {
            case RunSpec.Project(var directory) ->
                    ExecutableJar.in(directory.resolve("target"))
                            .map(jar -> java(service, jar))
                            .orElseGet(() -> noJar(directory, buildProblem));
            case RunSpec.Jar(var file) ->
                    ExecutableJar.read(file)
                            .map(jar -> java(service, jar))
                            .orElseGet(() -> lacking(new Cause.NoExecutableJar(file.toString())));
            case RunSpec.Command(var arguments) -> command(service, arguments);
            case RunSpec.Image(var reference) -> lacking(new Cause.NoContainers(reference));
            case RunSpec.Url _ -> lacking(new Cause.RunElsewhere());
        };
    }

    private static Prepared noJar(Path directory, Optional<String> buildProblem) {
        Prepared none = lacking(new Cause.BuildMadeNoJar(directory.resolve("target").toString()));
        return buildProblem.map(none::afterFailedBuild).orElse(none);
    }

    private static Prepared lacking(Cause.Part part) {
        return new Prepared.Lacking(part);
    }

    private Prepared java(ServiceSpec service, ExecutableJar jar) {
        if (!config.hasJdk()) {
            return lacking(new Cause.NoJdk(config.jdkHome().toString()));
        }
        try {
            var command = new JavaCommand(config.jdkHome(), service.memoryBytes());
            Optional<Staged> staged = stage.stage(service.name(), jar);
            return staged.isPresent()
                    ? staged(service, staged.get(), command)
                    : inPlace(service, jar, command);
        } catch (IOException e) {
            return lacking(new Cause.JarUnreadable(String.valueOf(e.getMessage())));
        }
    }

    private Prepared startable(ServiceSpec service, LaunchPlan plan) {
        Set<Integer> kept =
                running.apply(service.name()).stream()
                        .map(Release::number)
                        .collect(Collectors.toSet());
        return new Prepared.Startable(ledger.release(service, plan, kept));
    }

    private Prepared staged(ServiceSpec service, Staged jar, JavaCommand command)
            throws IOException {
        Optional<AotCache> cache = caches.of(service, jar, command);
        Prepared prepared = java(service, jar.hash(), command, jar.file(), cache);
        prune(service.name());
        return prepared;
    }

    /** What may be started again stays: the releases that are remembered. */
    private void prune(String service) {
        try {
            stage.prune(service, ledger.arguments(service));
        } catch (IOException e) {
            LOG.warn("Jars of {} that nothing runs from stay: {}", service, e.toString());
        }
    }

    /**
     * A jar that cannot be staged runs from where it lies, and never with an AOT cache: it may be
     * replaced at any time, and a cache would go on running the old code.
     */
    private Prepared inPlace(ServiceSpec service, ExecutableJar jar, JavaCommand command)
            throws IOException {
        return java(service, jar.hash(), command, jar.file(), Optional.empty());
    }

    private Prepared java(
            ServiceSpec service,
            String hash,
            JavaCommand command,
            Path jar,
            Optional<AotCache> cache) {
        var plan =
                new LaunchPlan(
                        command.run(jar),
                        JavaCommand.ENVIRONMENT,
                        fleetDirectory,
                        Digest.shortened(hash),
                        fingerprint(service, hash, command.command()),
                        cache);
        return startable(service, plan);
    }

    private Prepared command(ServiceSpec service, List<String> arguments) {
        String hash = commandHash(arguments);
        var plan =
                new LaunchPlan(
                        arguments,
                        Map.of(),
                        fleetDirectory,
                        Digest.shortened(hash),
                        fingerprint(service, hash, arguments));
        return startable(service, plan);
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
