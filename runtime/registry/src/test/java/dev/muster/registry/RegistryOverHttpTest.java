package dev.muster.registry;

import static dev.muster.registry.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.discovery.Endpoint;
import dev.muster.server.HttpServer;
import dev.muster.server.ServerConfig;
import dev.muster.transport.EventLoops;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.cache.ServiceHealthCache;
import org.kiwiproject.consul.model.health.ServiceHealth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The registry as its clients meet it: over sockets, and through a client made for Consul. */
final class RegistryOverHttpTest {
    private final Registry registry = RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z");
    private final EventLoops loops = EventLoops.create(1);
    private final HttpServer server =
            HttpServer.start(loops, ServerConfig.loopback(0), RegistrySnapshotsTest.api(registry));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void open() {
        registry.open();
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        server.close();
        loops.close();
    }

    @Test
    void isWhatAClientOfConsulExpects() throws Exception {
        registry.publish("orders", List.of(endpoint("orders", 1)), List.of(endpoint("orders", 2)));
        var consul = consul();

        assertThat(consul.statusClient().getLeader()).isEqualTo("127.0.0.1:8300");
        assertThat(consul.agentClient().getAgent().getConfig().getDatacenter()).isEqualTo("dc1");
        assertThat(consul.catalogClient().getServices().getResponse()).containsOnlyKeys("orders");
        assertThat(consul.catalogClient().getService("orders").getResponse()).hasSize(2);
        assertThat(consul.healthClient().getAllServiceInstances("orders").getResponse()).hasSize(2);
        assertThat(consul.healthClient().getHealthyServiceInstances("orders").getResponse())
                .singleElement()
                .extracting(ServiceHealth::getService)
                .satisfies(
                        service -> {
                            assertThat(service.getId()).isEqualTo("orders-1");
                            assertThat(service.getAddress()).isEqualTo("127.0.0.1");
                            assertThat(service.getPort()).isEqualTo(20_001);
                        });
        consul.destroy();
    }

    @Test
    void keepsTheCacheOfAClientOfConsulUpToDate() {
        var consul = consul();
        try (var cache = ServiceHealthCache.newCache(consul.healthClient(), "orders")) {
            cache.start();
            eventually().until(() -> registry.waiting("orders") == 1);
            assertThat(cache.getMap()).isEmpty();

            registry.publish("orders", List.of(endpoint("orders", 1), endpoint("orders", 2)));

            eventually().untilAsserted(() -> assertThat(cache.getMap()).hasSize(2));
        }
        consul.destroy();
    }

    @Test
    void showsAChangeToThoseWhoWaitWhileTenThousandEndpointsAreRegistered() throws Exception {
        publishTenThousandEndpoints();
        var delays = new ArrayList<Long>();
        long index = index(get("/v1/health/service/service-7?passing").get());

        for (int change = 1; change <= 21; change++) {
            var waiting = get("/v1/health/service/service-7?passing&wait=1m&index=" + index);
            eventually().until(() -> registry.waiting("service-7") == 1);
            long published = System.nanoTime();
            registry.publish("service-7", List.of(endpoint("service-7", change)));
            var answer = waiting.get();
            delays.add(System.nanoTime() - published);

            assertThat(answer.body()).contains("\"ID\":\"service-7-" + change + "\"");
            assertThat(index(answer)).isGreaterThan(index);
            index = index(answer);
        }
        delays.sort(null);
        System.out.printf(
                "measured: a change seen over HTTP with 10,000 endpoints registered: median %.1f"
                        + " ms, worst of 21 %.1f ms%n",
                delays.get(10) / 1e6, delays.getLast() / 1e6);
    }

    @Test
    void wakesEveryoneOfThousandsWhoWait() throws Exception {
        int clients = 5_000;
        registry.publish("orders", List.of(endpoint("orders", 1)));
        long index = registry.snapshot("orders").index();
        var answers = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < clients; i++) {
            answers.add(waitInProcess(index));
        }
        eventually().until(() -> registry.waiting("orders") == clients);

        long published = System.nanoTime();
        registry.publish("orders", List.of(endpoint("orders", 2)));
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
        System.out.printf(
                "measured: 5,000 waiting requests answered %.0f ms after the change%n",
                (System.nanoTime() - published) / 1e6);

        assertThat(answers).allSatisfy(each -> assertThat(each.get()).isGreaterThan(index));
        eventually().until(() -> registry.waiting("orders") == 0);
    }

    @Test
    void forgetsClientsThatLeaveWhileTheyWait() throws Exception {
        registry.publish("orders", List.of(endpoint("orders", 1)));
        long index = registry.snapshot("orders").index();
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 50; i++) {
            sockets.add(waitOnASocket("orders", index));
            sockets.add(waitOnASocket("nowhere", 1_793_491_200_000_000L));
        }
        eventually().until(() -> registry.waiting("orders") == 50);

        for (var socket : sockets) {
            socket.close();
        }

        eventually().until(() -> registry.waiting("orders") == 0);
        eventually().until(() -> registry.kept() == 1);
    }

    private Consul consul() {
        return Consul.builder()
                .withUrl("http://127.0.0.1:" + server.port())
                // Longer than the client's own blocking queries, or it refuses to make them.
                .withReadTimeoutMillis(30_000)
                .build();
    }

    private void publishTenThousandEndpoints() {
        var all = new HashMap<String, List<Endpoint>>();
        for (int i = 0; i < 100; i++) {
            var service = "service-" + i;
            all.put(
                    service,
                    IntStream.rangeClosed(1, 100).mapToObj(n -> endpoint(service, n)).toList());
        }
        registry.publish(all);
    }

    private CompletableFuture<Long> waitInProcess(long index) {
        var answer = new CompletableFuture<Long>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        answer.complete(
                                registry.await("orders", index, Duration.ofMinutes(1)).index());
                    } catch (InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private Socket waitOnASocket(String service, long index) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var request =
                "GET /v1/health/service/%s?index=%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(service, index);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return socket;
    }

    private CompletableFuture<HttpResponse<String>> get(String target) {
        var uri = URI.create("http://127.0.0.1:" + server.port() + target);
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static long index(HttpResponse<?> answer) {
        return Long.parseLong(answer.headers().firstValue("X-Consul-Index").orElseThrow());
    }

    private static Endpoint endpoint(String service, int number) {
        return Endpoint.of(service + "-" + number, "127.0.0.1", 20_000 + number);
    }
}
