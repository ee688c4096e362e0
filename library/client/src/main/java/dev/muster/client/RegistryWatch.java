package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Asks the registry for one service until it is interrupted.
 *
 * <p>A registry that has just come back may not have heard of all replicas yet. That it knows none
 * is therefore not believed for a while where we knew some: replicas that are really gone are
 * ejected anyway.
 */
final class RegistryWatch implements Runnable {
    /** Less than the pool allows a response to take, even where the registry adds a sixteenth. */
    private static final Duration QUESTION = Duration.ofSeconds(20);

    private static final Duration DOUBTING_QUESTION = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final RegistryConnection registry;
    private final String service;
    private final Duration doubt;
    private final Consumer<Endpoints> listener;

    private Endpoints last;
    private long index;
    private int failures;
    private boolean believesAbsence = true;
    private boolean isDoubting;
    private long backSince;

    /**
     * @param doubt for how long after it has come back the registry is not believed that nobody is
     *     there
     */
    RegistryWatch(
            RegistryConnection registry,
            String service,
            Duration doubt,
            Consumer<Endpoints> listener) {
        this.registry = registry;
        this.service = service;
        this.doubt = doubt;
        this.listener = listener;
        this.last = Endpoints.unknown(service);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    take(ask());
                } catch (IOException | RuntimeException e) {
                    // Whatever it sent that cannot be used: this thread must outlive it.
                    pause(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Response response) throws IOException {
        if (response.status() != 200) {
            throw new IOException("it answered " + response.status());
        }
        long newIndex = index(response);
        var endpoints = endpoints(response);
        if (failures > 0) {
            failures = 0;
            backSince = System.nanoTime();
            believesAbsence = false;
            registry.found();
        }
        believesAbsence |= System.nanoTime() - backSince > doubt.toNanos();
        isDoubting = endpoints.isEmpty() && !last.ready().isEmpty() && !believesAbsence;
        var revision = Long.toString(newIndex);
        boolean isNews = !revision.equals(last.revision()) || !endpoints.equals(last.ready());
        if (isNews && !isDoubting) {
            last = new Endpoints(service, endpoints, revision);
            listener.accept(last);
        }
        // A registry that started over counts from the beginning, and so do we (as Consul advises).
        index = newIndex < index ? 0 : newIndex;
    }

    private Response ask() throws IOException, InterruptedException {
        var wait = isDoubting ? DOUBTING_QUESTION : QUESTION;
        return registry.ask(
                Request.get(
                        "/v1/health/service/%s?passing&index=%d&wait=%ds"
                                .formatted(PathTemplate.encode(service), index, wait.toSeconds())));
    }

    private void pause(Exception cause) throws InterruptedException {
        if (failures++ == 0) {
            registry.lost(cause.getMessage(), last.isKnown());
        }
        // What comes back may be another one, so it is asked without waiting for news.
        index = 0;
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        var bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.0);
        Thread.sleep(Duration.ofNanos((long) (bounded.toNanos() * jitter)));
    }

    private static List<Endpoint> endpoints(Response response) throws IOException {
        var entries = (HealthEntry[]) Json.read(response.body(), (Type) HealthEntry[].class);
        return Arrays.stream(entries)
                .filter(HealthEntry::canBeCalled)
                .map(HealthEntry::endpoint)
                .toList();
    }

    /** Never 0: a question with that index does not wait for news. */
    private static long index(Response response) throws IOException {
        var index = response.header("X-Consul-Index").orElse("");
        try {
            return Math.max(1, Long.parseLong(index));
        } catch (NumberFormatException e) {
            throw new IOException("it answered with the X-Consul-Index \"" + index + "\"", e);
        }
    }
}
