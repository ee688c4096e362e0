package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.TransportException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls one endpoint as it is: one try, not balanced, not measured, for what the library itself
 * asks, such as a registry. Responses are whole. Thread-safe.
 */
public final class EndpointClient implements Handler {
    private final Endpoint endpoint;
    private final Duration deadline;
    private final Network network;
    private final ResponseTerms terms;

    /**
     * @param deadline how long a call may take
     * @param maxResponseBytes how long a response may be
     */
    public EndpointClient(
            Endpoint endpoint,
            Duration deadline,
            int maxResponseBytes,
            EventLoops loops,
            ConnectionPool pool) {
        this.endpoint = endpoint;
        this.deadline = deadline;
        this.network = new Network(loops, pool, ClientBackend.SYSTEM);
        this.terms = new ResponseTerms(endpoint.id(), maxResponseBytes, deadline);
    }

    /**
     * The endpoint's answer, whatever its status.
     *
     * @throws IOException if it gives none; the message says why in a few words
     */
    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        var answer = new CompletableFuture<Response>();
        var exchange = network.exchange(endpoint, request, terms, into(answer));
        exchange.send();
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + deadline.toSeconds() + " s", e);
        } finally {
            exchange.cancel();
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
