package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.json.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Answers {@code /v1/health/service/NAME} as Consul does, when the index is past the asker's; every
 * service has the same endpoints.
 */
final class FakeRegistry implements AutoCloseable {
    private static final Pattern QUESTION =
            Pattern.compile("/v1/health/service/[a-z]+\\?passing&index=(\\d+)&wait=(\\d+)s");

    final Replica server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long index = 1;
    private List<Endpoint> endpoints = List.of();

    FakeRegistry() throws IOException {
        server = new Replica("registry", this::answer);
    }

    /** Its address as {@code CONSUL_HTTP_ADDR} has it. */
    String address() {
        return "127.0.0.1:" + server.endpoint().port();
    }

    void publish(Endpoint... ready) {
        publish(index + 1, ready);
    }

    void publish(long newIndex, Endpoint... ready) {
        lock.lock();
        try {
            index = newIndex;
            endpoints = List.of(ready);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Cuts off whoever asks, and whoever waits for an answer. */
    void crash() {
        server.script((request, connection) -> connection.reset());
        server.cut();
    }

    /** Answers again, of {@code ready} alone. */
    void restart(Endpoint... ready) {
        publish(1, ready);
        server.script(this::answer);
    }

    /** How often it was asked for {@code service}. */
    long questions(String service) {
        return server.received.stream()
                .filter(request -> request.target().contains("/" + service + "?"))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(Replica.Received request, Replica.Connection connection)
            throws IOException {
        var question = QUESTION.matcher(request.target());
        if (!question.matches()) {
            connection.json(400, "{}");
            return;
        }
        lock.lock();
        try {
            awaitNews(
                    Long.parseLong(question.group(1)),
                    Duration.ofSeconds(Long.parseLong(question.group(2))));
            connection.reply(
                    200,
                    "Content-Type: application/json\r\nX-Consul-Index: " + index + "\r\n",
                    Json.text(endpoints.stream().map(FakeRegistry::entry).toList()));
        } finally {
            lock.unlock();
        }
    }

    private void awaitNews(long known, Duration wait) {
        try {
            long left = wait.toNanos();
            while (known == index && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> entry(Endpoint endpoint) {
        return Map.of(
                "Node",
                Map.of("Node", "local", "Address", "127.0.0.1"),
                "Service",
                Map.of(
                        "ID",
                        endpoint.id(),
                        "Service",
                        "catalog",
                        "Address",
                        endpoint.host(),
                        "Port",
                        endpoint.port(),
                        "Tags",
                        List.of(),
                        "Meta",
                        endpoint.metadata()),
                "Checks",
                List.of(Map.of("Status", "passing")));
    }
}
