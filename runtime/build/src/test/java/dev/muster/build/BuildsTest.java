package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ProbeSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** With a program in the place of Maven. */
final class BuildsTest {

    @TempDir Path directory;

    @Test
    void tellsWhatIsBuiltWhileTheRestIsBeingBuilt() throws IOException {
        Path told = directory.resolve("told");
        maven(
                """
                echo '[INFO] Building orders 1     [1/2]'
                echo '[INFO] Building payments 1     [2/2]'
                until [ -e %s ]; do sleep 0.05; done
                """
                        .formatted(told));
        Files.writeString(
                directory.resolve("pom.xml"),
                "<project><artifactId>shop</artifactId><packaging>pom</packaging><modules>"
                        + "<module>orders</module><module>payments</module></modules></project>");
        var environment = new HashMap<>(System.getenv());
        environment.put("PATH", directory + ":" + System.getenv("PATH"));
        var config =
                new BuildConfig(
                        directory.resolve(".muster"),
                        environment,
                        Path.of(System.getProperty("java.home")));
        var built = new CopyOnWriteArrayList<String>();
        try (var builds = new Builds(config, directory)) {
            var jobs = builds.survey(List.of(service("orders"), service("payments"))).jobs();

            var results =
                    builds.build(
                            jobs,
                            new Builds.Steps() {
                                @Override
                                public void at(Collection<String> services, String step) {}

                                @Override
                                public void built(String service) {
                                    built.add(service);
                                    create(told);
                                }
                            });

            assertThat(built).containsExactly("orders");
            assertThat(results).containsOnlyKeys("orders", "payments");
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServiceSpec service(String name) throws IOException {
        Path module = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                module.resolve("pom.xml"),
                "<project><artifactId>" + name + "</artifactId></project>");
        return new ServiceSpec(
                name,
                new RunSpec.Project(module),
                1,
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Protocol.HTTP,
                new ProbeSpec(
                        new ReadyCheck.Tcp(), Duration.ofMillis(100), Duration.ofSeconds(10), 2),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    private void maven(String script) throws IOException {
        Path program = directory.resolve("mvn");
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
