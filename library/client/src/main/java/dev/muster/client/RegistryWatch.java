package dev.muster.client;

import dev.muster.balance.Endpoints;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.json.JsonException;
import dev.muster.transport.TransportException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks the registry for one service until it is interrupted.
 *
 * <p>A registry that has just come back may not have heard of all replicas yet. That it knows none
 * is therefore not believed for a while where we knew some: replicas that are really gone are
 * ejected anyway.
 */
final class RegistryWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.client");

    /** Less than the pool allows a response to take, even where the registry adds a sixteenth. */
    private static final Duration QUESTION = Duration.ofSeconds(20);

    private static final Duration DOUBTING_QUESTION = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration DOUBT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 32 << 20;

    private final Network network;
    private final String host;
    private final int port;
    private final String service;
    private final Consumer<Endpoints> listener;

    private Endpoints last;
    private long index;
    private int failures;
    private boolean believesAbsence = true;
    private boolean isDoubting;
    private long backSince;

    RegistryWatch(
            Network network, String host, int port, String service, Consumer<Endpoints> listener) {
        this.network = network;
        this.host = host;
        this.port = port;
        this.service = service;
        this.listener = listener;
        this.last = Endpoints.none(service);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    take(ask());
                } catch (IOException e) {
                    pause(e);
                } catch (JsonException e) {
                    pause(new IOException(e.getMessage(), e));
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
        if (failures > 0) {
            LOG.info("the registry at {}:{} is back", host, port);
            failures = 0;
            backSince = System.nanoTime();
            believesAbsence = false;
        }
        believesAbsence |= System.nanoTime() - backSince > DOUBT.toNanos();
        long newIndex = index(response);
        if (newIndex != index || isDoubting) {
            publish(response, newIndex);
        }
        // A registry that started over counts from the beginning, and so do we (as Consul advises).
        index = newIndex < index ? 0 : newIndex;
    }

    private void publish(Response response, long newIndex) throws IOException {
        var entries = (HealthEntry[]) Json.read(response.body(), (Type) HealthEntry[].class);
        var endpoints =
                Arrays.stream(entries)
                        .filter(HealthEntry::canBeCalled)
                        .map(HealthEntry::endpoint)
                        .toList();
        isDoubting = endpoints.isEmpty() && !last.ready().isEmpty() && !believesAbsence;
        if (!isDoubting) {
            last = new Endpoints(service, endpoints, newIndex);
            listener.accept(last);
        }
    }

    private Response ask() throws IOException, InterruptedException {
        var wait = isDoubting ? DOUBTING_QUESTION : QUESTION;
        var question =
                Request.get(
                        "/v1/health/service/%s?passing&index=%d&wait=%ds"
                                .formatted(PathTemplate.encode(service), index, wait.toSeconds()));
        var answer = new CompletableFuture<Response>();
        var exchange =
                network.exchange(
                        new InetSocketAddress(host, port), question, MAX_BYTES, into(answer));
        exchange.send();
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
        } finally {
            exchange.cancel();
        }
    }

    private void pause(IOException cause) throws InterruptedException {
        if (failures++ == 0) {
            LOG.warn(
                    "the registry at {}:{} is gone: {}; keeping the last snapshot of {}",
                    host,
                    port,
                    cause.getMessage(),
                    service);
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        var bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.0);
        Thread.sleep(Duration.ofNanos((long) (bounded.toNanos() * jitter)));
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof TransportException transport
                ? transport.reason()
                : String.valueOf(cause);
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

    private static OutgoingExchange.Listener into(CompletableFuture<Response> answer) {
        return new OutgoingExchange.Listener() {
            @Override
            public void answered(Response response) {
                answer.complete(response);
            }

            @Override
            public void failed(TransportException cause) {
                answer.completeExceptionally(cause);
            }

            @Override
            public void completed() {}

            @Override
            public void cutShort(TransportException cause) {}
        };
    }
}
