package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.process.Hosts;
import dev.muster.process.ProcessEntry;
import dev.muster.process.Signal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** How Maven is called, with a program in its place. */
final class MavenTest {

    @TempDir Path directory;

    private final Executor threads = task -> Thread.ofVirtual().start(task);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Marks everything that a test starts. */
    private static final String HOME = "MUSTER_TEST_HOME";

    private Path calls;
    private Reactor reactor;
    private Map<String, String> environment;

    @BeforeEach
    void layOut() throws IOException {
        calls = Files.createFile(directory.resolve("calls"));
        Files.writeString(
                directory.resolve("pom.xml"), "<project><artifactId>orders</artifactId></project>");
        reactor = Reactor.of(directory).orElseThrow();
        environment = new HashMap<>(System.getenv());
        environment.put("PATH", directory + ":" + System.getenv("PATH"));
        environment.put(HOME, directory.toString());
    }

    @Test
    void buildsOneAfterAnotherWhatSeveralFleetsHave() throws IOException {
        maven("echo begin >>%1$s; sleep 0.3; echo end >>%1$s");

        var first = call(open("one"));
        var second = call(open("two"));

        assertThat(first.join().isFailed(reactor.closure(directory))).isFalse();
        assertThat(second.join().isFailed(reactor.closure(directory))).isFalse();
        assertThat(calls).content().isEqualTo("begin\nend\nbegin\nend\n");
    }

    @Test
    void endsWithAllThatItStartedWhenItIsClosed() throws IOException {
        maven("setsid sleep 600 & (sleep 600; true) & echo begin >>%s; wait");
        var maven = open("one");
        var call = call(maven);
        await().atMost(PATIENCE).until(() -> Files.size(calls) > 0);

        maven.close();

        assertThat(processes()).isEmpty();
        assertThat(call.join().isFailed(reactor.closure(directory))).isTrue();
        assertThatThrownBy(() -> call(maven).join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("the supervisor is stopping");
    }

    @Test
    void leavesDaemonsAloneThatABuildStarted() throws IOException {
        maven("setsid sleep 600 >/dev/null 2>&1 & echo begin >>%s");

        call(open("one")).join();

        var left = processes();
        left.forEach(process -> Hosts.current().signal(process.pid(), Signal.KILL));
        assertThat(left).isNotEmpty();
    }

    private List<ProcessEntry> processes() {
        return Hosts.current().census().running().stream()
                .filter(
                        process ->
                                directory
                                        .toString()
                                        .equals(
                                                Hosts.current()
                                                        .environment(process.pid())
                                                        .get(HOME)))
                .toList();
    }

    private void maven(String script) throws IOException {
        Path program = directory.resolve("mvn");
        Files.writeString(program, "#!/bin/sh\n" + script.formatted(calls) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Maven open(String fleet) throws IOException {
        Path state = Files.createDirectories(directory.resolve(fleet));
        return new Maven(
                new BuildConfig(state, environment, Path.of(System.getProperty("java.home"))),
                state);
    }

    private CompletableFuture<MavenOutput> call(Maven maven) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Path log = Files.createTempFile(directory, "maven", ".log");
                        return maven.run(reactor, List.of(directory), true, log, _ -> {});
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }
}
