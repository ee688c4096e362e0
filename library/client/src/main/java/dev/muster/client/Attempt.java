package dev.muster.client;

import dev.muster.balance.Endpoint;
import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.TransportException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One try of a call, on one replica. Tells the caller what came of it, and the balancer what that
 * says about the replica.
 */
final class Attempt implements OutgoingExchange.Listener {
    /** What came of an attempt: the caller hears of the first outcome of each. */
    sealed interface Outcome {
        Attempt attempt();
    }

    record Answered(Attempt attempt, Response response) implements Outcome {}

    record Failed(Attempt attempt, TransportException cause) implements Outcome {}

    /** Server errors that say what was asked for, not that the server is unwell. */
    private static final Set<Integer> HEALTHY_SERVER_ERRORS = Set.of(501, 505);

    private final Pick pick;
    private final Consumer<Outcome> outcomes;
    private final long sentAt = System.nanoTime();
    private final OutgoingExchange exchange;
    private volatile Duration latency = Duration.ZERO;

    Attempt(
            Pick pick,
            Network network,
            Request request,
            int wholeUpTo,
            Consumer<Outcome> outcomes) {
        this.pick = pick;
        this.outcomes = outcomes;
        var endpoint = pick.endpoint();
        this.exchange =
                network.exchange(
                        new InetSocketAddress(endpoint.host(), endpoint.port()),
                        request,
                        wholeUpTo,
                        this);
    }

    Endpoint endpoint() {
        return pick.endpoint();
    }

    /** Returns when the request is on its way. */
    void send() throws IOException {
        exchange.send();
    }

    /** Somebody else answered first, or nobody waits any more. */
    void cancel() {
        pick.abandoned();
        exchange.cancel();
    }

    /** No answer came within the time the call had. */
    void timedOut() {
        pick.failed(Failure.timedOut("no answer for " + waited().toMillis() + " ms"));
        exchange.cancel();
    }

    /** No answer came yet. */
    void stalled() {
        pick.stalled(waited());
    }

    @Override
    public void answered(Response response) {
        latency = waited();
        int status = response.status();
        if (status >= 500 && !HEALTHY_SERVER_ERRORS.contains(status)) {
            pick.failed(Failure.serverError(status));
        }
        outcomes.accept(new Answered(this, response));
    }

    @Override
    public void completed() {
        pick.succeeded(latency);
    }

    @Override
    public void failed(TransportException cause) {
        switch (cause.kind()) {
            case UNREACHABLE -> pick.failed(Failure.unreachable(cause.reason()));
            case TIMEOUT -> pick.failed(Failure.timedOut(cause.reason()));
            case CLOSED_BEFORE_RESPONSE -> {
                if (cause.reused()) {
                    pick.abandoned();
                } else {
                    pick.failed(Failure.broken(cause.reason()));
                }
            }
            case CLOSED_WITHIN_RESPONSE, MALFORMED -> pick.failed(Failure.broken(cause.reason()));
            default -> pick.abandoned();
        }
        outcomes.accept(new Failed(this, cause));
    }

    @Override
    public void cutShort(TransportException cause) {
        if (cause.kind() == TransportException.Kind.CANCELLED) {
            pick.succeeded(latency);
        } else {
            pick.failed(Failure.broken(cause.reason()));
        }
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - sentAt);
    }
}
