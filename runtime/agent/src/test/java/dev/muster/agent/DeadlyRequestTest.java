package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.agent.start.Drivers;
import dev.muster.discovery.Endpoint;
import dev.muster.fleet.Event;
import dev.muster.fleet.FleetFile;
import dev.muster.gateway.Gateway;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayContext;
import dev.muster.gateway.Route;
import dev.muster.gateway.RouteTable;
import dev.muster.registry.Registry;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.Ports;
import dev.muster.supervisor.Supervisor;
import dev.muster.supervisor.SupervisorConfig;
import dev.muster.supervisor.SupervisorListener;
import dev.muster.transport.EventLoops;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Requests that end the process that executes them, and processes that others end. */
@Timeout(300)
class DeadlyRequestTest implements SupervisorListener {
    /** Exits at /die, waits at /wait, and answers everything else. */
    private static final String PROGRAM =
            """
            import http.server, os, time
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def answer(self):
                    self.rfile.read(int(self.headers.get('Content-Length', 0)))
                    if self.path == '/die':
                        os._exit(3)
                    if self.path == '/wait' and not os.path.exists('go-on'):
                        open('waits-' + str(os.getpid()), 'w').close()
                        while not os.path.exists('go-on'):
                            time.sleep(0.01)
                    self.send_response(200)
                    self.send_header('Content-Length', '0')
                    self.end_headers()
                do_GET = do_PUT = do_DELETE = do_POST = answer
                def log_message(self, *words): pass
            http.server.ThreadingHTTPServer(
                ('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
            """;

    @TempDir Path folder;

    private final Registry registry = new Registry(Clock.systemUTC());
    private final EventLoops loops = EventLoops.create(2);
    private final ReplicaEnds ends = new ReplicaEnds();
    private final Gateway gateway =
            Gateway.start(
                    GatewayConfig.loopback(0), loops, GatewayContext.of(registry).withEnds(ends));
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<Supervisor> supervisor = Optional.empty();

    @BeforeEach
    void runThreeReplicas() throws Exception {
        Files.writeString(folder.resolve("server.py"), PROGRAM);
        Files.writeString(
                folder.resolve("muster.yaml"),
                """
                muster: 1
                name: deadly
                services:
                  web:
                    command: python3 server.py
                    replicas: 3
                    routes: [/]
                """);
        var state = Files.createDirectory(folder.resolve("state"));
        registry.open();
        gateway.routes(RouteTable.of(new Route("/", "web")));
        var started =
                Supervisor.start(
                        SupervisorConfig.in(state),
                        Drivers.ALL,
                        FleetFile.load(folder),
                        Ports.open(state, "deadly", _ -> Optional.empty()),
                        (_, _, _) -> Map.of(),
                        this);
        supervisor = Optional.of(started);
        ends.seenBy(started);
        await().atMost(Duration.ofMinutes(1)).until(() -> ready().size() == 3);
    }

    @AfterEach
    void stop() {
        gateway.close();
        supervisor.ifPresent(Supervisor::stopNow);
        loops.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "POST"})
    void endsOneReplicaAndNoSecond(String method) throws Exception {
        var before = pids();
        assertThat(ask(method, "/die").get().statusCode()).isEqualTo(502);
        // The answer may come before the process is gone.
        await().atMost(Duration.ofMinutes(1)).until(() -> alive(before).size() < 3);
        assertThat(alive(before)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void isNoRequestWhoseReplicaSomebodyKills(String method) throws Exception {
        var answer = ask(method, "/wait");
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting().isPresent());
        long victim = waiting().orElseThrow();
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        Files.createFile(folder.resolve("go-on"));
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void isToldOfInPlainWords() throws Exception {
        assertThat(ask("PUT", "/die").get().body())
                .contains("A replica of web ended while it had this request")
                .contains("The request may have been carried out.")
                .contains("traceId");
    }

    @Override
    public void changed(FleetStatus status) {
        registry.publish(
                status.services().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry ->
                                                entry.getValue().replicas().stream()
                                                        .filter(r -> r.phase() == Phase.READY)
                                                        .map(DeadlyRequestTest::endpoint)
                                                        .toList())));
    }

    @Override
    public void happened(Event event) {}

    private static Endpoint endpoint(ReplicaStatus replica) {
        return Endpoint.of(replica.name(), replica.host(), replica.port());
    }

    private CompletableFuture<HttpResponse<String>> ask(String method, String path) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .method(
                                method,
                                method.startsWith("P")
                                        ? HttpRequest.BodyPublishers.ofString("{}")
                                        : HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private Optional<Long> waiting() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("waits-"))
                    .map(name -> Long.parseLong(name.substring("waits-".length())))
                    .findFirst();
        }
    }

    private List<ReplicaStatus> ready() {
        return supervisor.orElseThrow().status().services().values().stream()
                .flatMap(service -> service.replicas().stream())
                .filter(replica -> replica.phase() == Phase.READY)
                .toList();
    }

    private List<Long> pids() {
        return ready().stream().flatMap(replica -> replica.pid().stream()).toList();
    }

    private static List<Long> alive(List<Long> pids) {
        return pids.stream().filter(DeadlyRequestTest::isAlive).toList();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
