package dev.muster.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.muster.agent.backend.AgentBackend;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetSpec;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which path is suggested, of routes that a server really answers. */
final class FirstRequestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir private Path folder;
    private HttpServer gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void close() {
        gateway.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/hello=404, /hello, ''",
        "/hello=500, /hello, ''",
        "/hello=404 /=200, /hello /, /",
        "/products=200 /orders=200, /products, /products",
        "/=200 /products=200 /orders=200, /products, /products",
        "/a=404 /b=204 /c=200, /a /b, /b",
        "/=200 /products=302, /products /, /",
        "/a=404 /b=302 /c=303, /a /b /c, /b",
        "/a=503 /b=200, /a /b, /b",
    })
    void isTheFirstRouteThatAnswersAndThoseAfterItAreNotAsked(
            String answers, String inTurn, String path) throws IOException {
        var routes = new LinkedHashMap<String, Integer>();
        for (var answer : answers.split(" ")) {
            routes.put(answer.split("=")[0], Integer.parseInt(answer.split("=")[1]));
        }
        serve(routes);
        var request = request(List.copyOf(routes.keySet()));

        request.changed(status(Phase.STARTING, false));
        request.changed(status(Phase.READY, false));
        request.await(PATIENCE);
        assertThat(asked).isEmpty();
        request.changed(status(Phase.READY, true));
        request.changed(status(Phase.READY, true));
        request.await(PATIENCE);

        assertThat(request.path().orElse("")).isEqualTo(path);
        assertThat(asked).containsExactly(inTurn.split(" "));
    }

    @Test
    void doesNotAskAgainWhatAnswers503AndWhenToComeBack() throws IOException {
        gateway.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        gateway.start();
        var request = request(List.of("/a"));

        request.changed(status(Phase.READY, true));
        request.changed(status(Phase.UNREADY, true));
        request.changed(status(Phase.READY, true));
        request.await(PATIENCE);

        assertThat(request.path()).isEmpty();
        assertThat(asked).containsExactly("/a");
    }

    /** Clients of the JDK send a GET again whose connection ends without an answer. */
    @Test
    void doesNotAskAgainWhatEndsWithoutAnAnswer() throws IOException {
        gateway.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    exchange.close();
                });
        gateway.start();
        var request = request(List.of("/a", "/b"));

        request.changed(status(Phase.READY, true));
        request.await(PATIENCE);

        assertThat(request.path()).isEmpty();
        assertThat(asked).containsExactly("/a", "/b");
    }

    private FirstRequest request(List<String> routes) throws IOException {
        return new FirstRequest(fleet(routes), gateway.getAddress().getPort(), AgentBackend.SYSTEM);
    }

    private void serve(Map<String, Integer> routes) {
        gateway.createContext(
                "/",
                exchange -> {
                    var path = exchange.getRequestURI().getPath();
                    asked.add(path);
                    exchange.sendResponseHeaders(routes.getOrDefault(path, 404), -1);
                    exchange.close();
                });
        gateway.start();
    }

    private FleetSpec fleet(List<String> routes) throws IOException {
        Files.writeString(
                folder.resolve(FleetFile.NAME),
                "{ muster: 1, name: x, services: { a: { command: a, routes: %s } } }"
                        .formatted(routes));
        return FleetFile.load(folder);
    }

    private static FleetStatus status(Phase phase, boolean settled) {
        var replica =
                new ReplicaStatus(
                        "a-1",
                        phase,
                        Optional.empty(),
                        Optional.of(1L),
                        "127.0.0.1",
                        21_732,
                        Instant.EPOCH,
                        Optional.empty(),
                        0,
                        "v",
                        Optional.empty(),
                        Instant.EPOCH,
                        settled);
        var services = new LinkedHashMap<String, ServiceStatus>();
        services.put("a", new ServiceStatus("a", 1, new BuildState.Done(), "sh", List.of(replica)));
        return new FleetStatus(Instant.EPOCH, services);
    }
}
