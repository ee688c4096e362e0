package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.JarStage.Staged;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** With a JVM whose caches are made in no time and say which jar they were made from. */
final class AotTrainingTest {

    private static final String JAVA =
            """
            #!/bin/sh
            for argument; do
                case $argument in -XX:AOTCacheOutput=*) cache=${argument#*=} ;; esac
            done
            echo "$argument" >"$cache"
            sleep 0.3
            """;

    private static final ServiceSpec ORDERS = FleetFixture.http("orders", 1, List.of("unused"));

    @TempDir Path directory;

    private final Executor threads = task -> Thread.ofVirtual().start(task);

    private SupervisorConfig config;
    private JavaCommand command;
    private AotTraining training;

    @BeforeEach
    void openTraining() throws IOException {
        Path java = directory.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        config = SupervisorConfig.in(directory.resolve(".muster"));
        command = new JavaCommand(directory.resolve("jdk"), Optional.empty());
        training = new AotTraining(config, new ReplicaLauncher(config, InstantSource.system()));
    }

    @Test
    void neverTakesTheCacheOfOneVersionForThatOfAnother() throws IOException {
        Staged one = jar("one");
        Staged two = jar("two");

        var firstTrained = CompletableFuture.supplyAsync(() -> train(one), threads);
        var secondTrained = CompletableFuture.supplyAsync(() -> train(two), threads);

        assertThat(firstTrained.join()).isEmpty();
        assertThat(secondTrained.join()).isEmpty();
        assertThat(List.of(one, two)).anyMatch(jar -> Files.exists(cache(jar)));
        for (Staged jar : List.of(one, two)) {
            if (Files.exists(cache(jar))) {
                assertThat(cache(jar)).hasContent(jar.file().toString());
            }
        }
    }

    @Test
    void namesCachesByEverythingTheyDependOn() throws IOException {
        Staged jar = jar("one");
        Path cache = cache(jar);

        assertThat(cache(jar)).isEqualTo(cache);
        assertThat(cache(new Staged(jar.file(), "another content"))).isNotEqualTo(cache);
        assertThat(cache(new Staged(directory.resolve("moved.jar"), jar.hash())))
                .isNotEqualTo(cache);
        command = new JavaCommand(directory.resolve("jdk"), Optional.of(1L << 30));
        assertThat(cache(jar)).as("other flags").isNotEqualTo(cache);
        command = new JavaCommand(directory.resolve("jdk"), Optional.empty());
        Files.writeString(command.jdkHome().resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        assertThat(cache(jar)).as("another JDK").isNotEqualTo(cache);
    }

    @Test
    void namesACacheByTheFlagsOfTheEnvironmentToo() throws IOException {
        Staged jar = jar("one");
        Path cache = cache(jar);
        config = config.withEnvironment(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"));
        training = new AotTraining(config, new ReplicaLauncher(config, InstantSource.system()));

        assertThat(cache(jar)).isNotEqualTo(cache);
    }

    @Test
    void trainsNothingOnceItIsClosed() throws IOException {
        Staged jar = jar("one");

        training.close();

        assertThat(train(jar)).isPresent();
        assertThat(cache(jar)).doesNotExist();
    }

    private Optional<String> train(Staged jar) {
        return training.train(ORDERS, jar.file(), command, cache(jar));
    }

    private Path cache(Staged jar) {
        try {
            return training.cache(ORDERS, jar, command);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Staged jar(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name + ".jar"));
        return new Staged(file, "content of " + name);
    }
}
