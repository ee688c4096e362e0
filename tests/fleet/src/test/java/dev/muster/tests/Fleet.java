package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.control.AgentAddress;
import dev.muster.control.ApiPaths;
import dev.muster.control.ControlClient;
import dev.muster.control.FleetView;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.Target;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** A fleet that the command runs on ports of its own. */
final class Fleet {
    /** How long anything may take on a machine that is busy with something else. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final JsonMapper JSON = new JsonMapper();

    private final Muster muster;
    private final Path folder;
    private final FreePorts ports = FreePorts.find();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<Long> seen = new HashSet<>();

    Fleet(Muster muster, Path folder) {
        this.muster = muster;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Muster muster() {
        return muster;
    }

    FreePorts ports() {
        return ports;
    }

    Muster.Outcome up() throws IOException, InterruptedException {
        return muster.run(folder, upCommand("-d"));
    }

    /** {@code up} as it is typed in this fleet's folder, with this fleet's ports. */
    String[] upCommand(String... options) {
        var words = new ArrayList<>(List.of("up"));
        words.addAll(List.of(options));
        words.addAll(ports.options());
        return words.toArray(String[]::new);
    }

    Muster.Outcome run(String... words) throws IOException, InterruptedException {
        return muster.run(folder, words);
    }

    Muster.Running start(String... words) throws IOException {
        return muster.start(folder, words);
    }

    /** What {@code ps --json} prints. */
    FleetView view() throws IOException, InterruptedException {
        var printed = run("ps", "--json").expect(0).out();
        var view = JSON.readValue(printed, FleetView.class);
        view.services().stream()
                .flatMap(service -> service.replicas().stream())
                .map(ReplicaView::pid)
                .filter(Objects::nonNull)
                .forEach(seen::add);
        return view;
    }

    ServiceView service(String name) throws IOException, InterruptedException {
        return view().services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ReplicaView replica(String name) throws IOException, InterruptedException {
        return service(name.substring(0, name.lastIndexOf('-'))).replicas().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Long> pids(String service) throws IOException, InterruptedException {
        return service(service).replicas().stream().map(Fleet::pid).toList();
    }

    static long pid(ReplicaView replica) {
        return Objects.requireNonNull(replica.pid(), replica.name());
    }

    static int port(ReplicaView replica) {
        return Objects.requireNonNull(replica.port(), replica.name());
    }

    /** As {@code kill -9} does; returns the pid that was killed. */
    long kill(String replica) throws IOException, InterruptedException {
        long pid = pid(replica(replica));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return pid;
    }

    void awaitReady() {
        await("every service is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(view().services()).allSatisfy(Fleet::assertReady));
    }

    /** All that is wanted is ready, and nothing else is still on its way out. */
    private static void assertReady(ServiceView service) {
        assertThat(service.replicas())
                .hasSize(service.replicasWanted())
                .allSatisfy(replica -> assertThat(replica.state()).isEqualTo("ready"));
    }

    /** Waits until the replica is ready in another process than {@code pid}. */
    void awaitSuccessor(String replica, long pid) {
        await(replica + " is ready again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> {
                            var now = replica(replica);
                            assertThat(now.state()).isEqualTo("ready");
                            assertThat(now.pid()).isNotEqualTo(pid);
                        });
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + ports.gateway() + path);
    }

    HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<String> post(String path, String type, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** A fresh one of the dashboard's addresses that {@code open} would open on this screen. */
    String signInUrl() throws IOException {
        var agent = AgentAddress.read(folder).orElseThrow().client(folder);
        try (var reply =
                agent.post(Target.of(ApiPaths.SESSION_TOKEN), ControlClient.Format.TEXT, "")) {
            return reply.text().strip();
        }
    }

    /** The process of the agent, as its state folder names it. */
    long agentPid() throws IOException {
        return address("pid");
    }

    /** The process that starts the agent again when it dies of itself. */
    private long keeperPid() throws IOException {
        return address("keeper");
    }

    private long address(String process) throws IOException {
        var lines = new Properties();
        lines.load(new StringReader(Files.readString(folder.resolve(".muster/agent"))));
        return Long.parseLong(lines.getProperty(process));
    }

    boolean isUp() throws IOException {
        return Files.exists(folder.resolve(".muster/agent"))
                && ProcessHandle.of(agentPid()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Stops the fleet and makes sure that nothing of it is left running. */
    Muster.Outcome down() throws IOException, InterruptedException {
        if (isUp()) {
            view();
            seen.add(agentPid());
            seen.add(keeperPid());
        }
        var outcome = run("down").expect(0);
        assertNothingRuns();
        return outcome;
    }

    void assertNothingRuns() {
        await("all of " + folder.getFileName() + " has ended")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen).noneMatch(Fleet::isAlive));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
