package dev.muster.build;

import dev.muster.fleet.ProgramSearch;
import dev.muster.process.OwnProcess;
import dev.muster.process.UserUmask;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calls Maven to package modules of a reactor, one call at a time.
 *
 * <p>Two Mavens in one reactor write over each other's jars. So each holds a lock on the root's POM
 * by flock(1) for as long as it runs: the build of another fleet that shares the reactor, or one
 * whose agent was killed, is waited for.
 */
public final class Maven implements AutoCloseable {

    private final BuildConfig config;
    private final Path fleetDirectory;
    private final OwnProcess call = new OwnProcess();

    Maven(BuildConfig config, Path fleetDirectory) {
        this.config = config;
        this.fleetDirectory = fleetDirectory;
    }

    /**
     * Packages the modules and what they depend on. Blocks; not to be called again meanwhile.
     *
     * @param offline nothing is downloaded
     * @param log gets everything that Maven prints
     * @throws IOException when Maven cannot be run to its end
     */
    MavenOutput run(
            Reactor reactor,
            List<Path> modules,
            boolean offline,
            Path log,
            Consumer<MavenOutput.Step> steps)
            throws IOException {
        var output = new MavenOutput();
        Process process = start(command(reactor, modules, offline), reactor.root());
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line);
                copy.newLine();
                output.line(line).ifPresent(steps);
            }
            output.ended(process.waitFor());
            call.ended();
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            call.sweep();
        }
    }

    private Process start(List<String> command, Path directory) throws IOException {
        var builder =
                new ProcessBuilder(UserUmask.of(config.environment()).around(command))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(config.environment());
        builder.environment().remove(UserUmask.VARIABLE);
        builder.environment().put("JAVA_HOME", config.jdkHome().toString());
        // A build that lives for seconds is over before a better compiled one would be faster.
        builder.environment().putIfAbsent("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return call.start(builder);
    }

    private List<String> command(Reactor reactor, List<Path> modules, boolean offline)
            throws IOException {
        var command =
                new ArrayList<>(List.of("flock", reactor.root().resolve("pom.xml").toString()));
        command.addAll(List.of(program(), "-B", "-ntp", "--fail-at-end"));
        command.addAll(List.of("-Dquick", "-Dmaven.test.skip=true", "-Dstyle.color=never"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(List.of("-pl", String.join(",", reactor.selectors(modules))));
        command.addAll(List.of("-am", "package"));
        return command;
    }

    private String program() throws IOException {
        return new ProgramSearch(config.environment())
                .find("mvn", fleetDirectory, Map.of())
                .orElseThrow(
                        () ->
                                new IOException(
                                        "mvn (Apache Maven 3.8.7 or newer) is not on PATH;"
                                                + " install it to build services"))
                .toString();
    }

    /** Pids of what could not be ended of a call, and still runs. Blocks. */
    List<Long> left() {
        return call.left();
    }

    /** Ends a call that runs, with all that it started; none is begun after this. */
    @Override
    public void close() {
        call.close();
    }
}
