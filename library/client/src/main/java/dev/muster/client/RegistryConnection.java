package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.TransportException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to the registry that all watches share. Says once that it is gone, and once that it is
 * back, however many of them notice. Thread-safe.
 */
final class RegistryConnection {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.client");

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final ResponseTerms TERMS =
            new ResponseTerms("the registry", 32 << 20, PATIENCE);

    private final Network network;
    private final Endpoint registry;
    private final AtomicBoolean isGone = new AtomicBoolean();

    RegistryConnection(Network network, Endpoint registry) {
        this.network = network;
        this.registry = registry;
    }

    /**
     * The registry's answer, whatever its status.
     *
     * @throws IOException if it gives none; the message says why in a few words
     */
    Response ask(Request question) throws IOException, InterruptedException {
        var answer = new CompletableFuture<Response>();
        var exchange = network.exchange(registry, question, TERMS, into(answer));
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

    /**
     * A watch got no answer that it can use, be it to its first question or to a later one.
     *
     * @param hasSnapshot whether it goes on with what an earlier answer said
     */
    void lost(@Nullable String why, boolean hasSnapshot) {
        if (isGone.compareAndSet(false, true)) {
            LOG.warn(
                    "the registry at {}:{} is gone: {}{}",
                    registry.host(),
                    registry.port(),
                    why,
                    hasSnapshot ? "; what it said last still holds" : "");
        }
    }

    /** A watch that had lost it got an answer again. */
    void found() {
        if (isGone.compareAndSet(true, false)) {
            LOG.info("the registry at {}:{} is back", registry.host(), registry.port());
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof TransportException transport
                ? transport.reason()
                : String.valueOf(cause);
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
