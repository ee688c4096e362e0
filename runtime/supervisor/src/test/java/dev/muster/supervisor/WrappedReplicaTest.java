package dev.muster.supervisor;

import static dev.muster.supervisor.FleetFixture.KERNEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.fleet.ProgramSearch;
import dev.muster.process.ProcessEntry;
import dev.muster.process.Signal;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Programs that do not serve themselves: they start what does. */
final class WrappedReplicaTest {

    /** Ends in order at TERM; a request for /slow takes until the file "release" is there. */
    private static final String SERVER =
            """
            import http.server, os, signal, threading, time
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    open('asked', 'w').close()
                    if self.path == '/slow':
                        open('begun', 'w').close()
                        while not os.path.exists('release'):
                            time.sleep(0.01)
                    self.send_response(200)
                    self.send_header('Content-Length', '2')
                    self.end_headers()
                    self.wfile.write(b'ok')
            server = http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler)
            server.daemon_threads = False
            def stop(number, frame):
                open('told', 'w').close()
                threading.Thread(target=server.shutdown).start()
            signal.signal(signal.SIGTERM, stop)
            server.serve_forever()
            server.server_close()
            """;

    private static final String PACKAGE =
            """
            {"name": "wrapped", "version": "1.0.0", "scripts": {"start": "python3 app.py"}}
            """;

    @TempDir Path directory;

    @BeforeEach
    void writeProgram() throws IOException {
        Files.writeString(directory.resolve("app.py"), SERVER);
        Files.writeString(directory.resolve("package.json"), PACKAGE);
    }

    @Test
    void aRequestOfAShellsChildCompletesWhenItIsToldToStop() throws Exception {
        completesTheRequestInFlight("sh", "-c", "python3 app.py; echo done");
    }

    @Test
    void aRequestCompletesOfWhatLeftTheSessionToo() throws Exception {
        completesTheRequestInFlight("sh", "-c", "setsid python3 app.py; echo done");
    }

    @Test
    void aRequestOfNpmsChildCompletesWhenItIsToldToStop() throws Exception {
        assumeTrue(isInstalled("npm"), "npm is not installed");
        completesTheRequestInFlight("npm", "start");
    }

    private void completesTheRequestInFlight(String... command) throws Exception {
        try (var fleet = running(command)) {
            var answer = slowAnswer(fleet.replica("app-1"));

            fleet.supervisor().scale("app", 0);
            awaitFile("told");
            release();

            assertThat(answer.get().statusCode()).isEqualTo(200);
            await().atMost(FleetFixture.PATIENCE).until(() -> fleet.processes().isEmpty());
        }
    }

    @Test
    void aRequestCompletesThoughTheWrapperWasKilled() throws Exception {
        try (var fleet = running("sh", "-c", "python3 app.py; echo done")) {
            ReplicaStatus before = fleet.replica("app-1");
            var answer = slowAnswer(before);

            KERNEL.signal(before.pid().orElseThrow(), Signal.KILL);
            fleet.awaitShown("app-1", Phase.BACKING_OFF);
            awaitFile("told");
            release();

            assertThat(answer.get().statusCode()).isEqualTo(200);
            fleet.awaitReady();
        }
    }

    @Test
    void whatDoesNotEndIsEndedByForceAfterTheGrace() {
        var deaf = List.of("sh", "-c", "(trap '' TERM; sleep 600) & exec python3 app.py");
        var spec =
                FleetFixture.withDeadline(
                        FleetFixture.tcp("app", 1, deaf),
                        FleetFixture.PATIENCE,
                        Duration.ofMillis(300));
        try (var fleet = new FleetFixture(directory).with(spec).start()) {
            fleet.awaitReady();

            fleet.supervisor().scale("app", 0);

            await().atMost(FleetFixture.PATIENCE).until(() -> fleet.processes().isEmpty());
        }
    }

    /** What the shell around it has to say of that is not its own. */
    @Test
    void aProgramThatIsKilledLeavesNoWordsOfAnothersInItsLog() throws IOException {
        var spec = FleetFixture.tcp("app", 1, List.of("sh", "-c", "echo mine; kill -9 $$"));
        var fleet =
                new FleetFixture(directory)
                        .with(spec)
                        .configured(
                                c -> c.withBackOff(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (var _ = fleet.start()) {
            fleet.awaitPhase("app-1", Phase.GAVE_UP);

            try (var logs = Files.walk(directory)) {
                var log = logs.filter(path -> path.endsWith("app-1.log")).findFirst();
                assertThat(Files.readAllLines(log.orElseThrow())).containsOnly("mine");
            }
        }
    }

    /** It answers before the script leaves, and has no trace of the replica in its environment. */
    @Test
    void isNeverReadyWhereAStartScriptLeavesItsServerBehind() throws IOException {
        Files.writeString(
                directory.resolve("start.sh"),
                """
                rm -f asked
                setsid env -i PATH="$PATH" PORT="$PORT" python3 app.py &
                until [ -e asked ]; do sleep 0.05; done
                """);
        var spec = FleetFixture.http("app", 1, List.of("sh", "start.sh"));
        var fleet =
                new FleetFixture(directory)
                        .with(spec)
                        .configured(
                                c -> c.withBackOff(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (var _ = fleet.start()) {
            fleet.awaitPhase("app-1", Phase.GAVE_UP);

            assertThat(fleet.statuses)
                    .allMatch(status -> status.service("app").orElseThrow().ready() == 0);
            assertThat(FleetFixture.words(fleet.replica("app-1")))
                    .matches(
                            "(?s).*exited 0 .* but left a process behind \\(python3, pid \\d+\\):"
                                    + " run it in the foreground");
        }
    }

    /** It leaves its session, and overwrites its environment with its title. */
    @Test
    void aDaemonIsFoundEndedAndNamed() throws IOException {
        assumeTrue(isInstalled("nginx"), "nginx is not installed");
        var spec = FleetFixture.tcp("web", 1, List.of("sh", "-c", nginx()));
        var fleet =
                new FleetFixture(directory)
                        .with(spec)
                        .configured(
                                c -> c.withBackOff(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (var _ = fleet.start()) {
            fleet.awaitPhase("web-1", Phase.GAVE_UP);

            assertThat(FleetFixture.words(fleet.replica("web-1")))
                    .matches(
                            "(?s).*exited 0 .* but left a process behind \\(nginx, pid \\d+\\):"
                                    + " run it in the foreground");
            await().atMost(FleetFixture.PATIENCE).until(() -> nginxes().isEmpty());
        }
    }

    /** A daemon beside a program that stays: it ends with the replica, whoever ran it by then. */
    @Test
    void aDaemonOfAReplicaThatWasTakenOverEndsWithIt() throws IOException {
        assumeTrue(isInstalled("nginx"), "nginx is not installed");
        var command = List.of("sh", "-c", nginx() + " && exec sleep 600");
        var spec = FleetFixture.tcp("web", 1, command);
        var first = new FleetFixture(directory).with(spec).start();
        first.awaitReady();
        assertThat(nginxes()).isNotEmpty();
        first.supervisor().detach();

        var second = new FleetFixture(directory).with(spec).start();
        second.awaitReady();
        second.supervisor().stop();

        assertThat(nginxes()).isEmpty();
        assertThat(second.processes()).isEmpty();
    }

    private String nginx() throws IOException {
        Path file = directory.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                daemon on;
                pid nginx.pid;
                error_log stderr;
                events {}
                http { access_log off; server { listen 127.0.0.1:PORT; } }
                """);
        return "sed -i s/PORT/$PORT/ nginx.conf; nginx -p . -c nginx.conf";
    }

    /** Master processes of nginx that were started here. */
    private List<ProcessEntry> nginxes() {
        return KERNEL.census().running().stream()
                .filter(stat -> stat.program().equals("nginx"))
                .filter(stat -> directory.equals(workingDirectory(stat.pid())))
                .toList();
    }

    private static Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
        } catch (IOException gone) {
            return Path.of("/");
        }
    }

    private FleetFixture running(String... command) {
        var spec =
                FleetFixture.withDeadline(
                        FleetFixture.tcp("app", 1, List.of(command)),
                        FleetFixture.PATIENCE,
                        FleetFixture.PATIENCE);
        var fleet = new FleetFixture(directory).with(spec).start();
        fleet.awaitReady();
        return fleet;
    }

    private CompletableFuture<HttpResponse<String>> slowAnswer(ReplicaStatus replica) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + "/slow"))
                        .timeout(FleetFixture.PATIENCE)
                        .build();
        var answer =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .sendAsync(request, BodyHandlers.ofString());
        awaitFile("begun");
        return answer;
    }

    private void release() throws IOException {
        Files.createFile(directory.resolve("release"));
    }

    private void awaitFile(String name) {
        await().atMost(FleetFixture.PATIENCE).until(() -> Files.exists(directory.resolve(name)));
    }

    private static boolean isInstalled(String program) {
        return new ProgramSearch(System.getenv()).find(program, Path.of("."), Map.of()).isPresent();
    }
}
