package dev.muster.client;

import dev.muster.balance.Endpoint;
import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.balance.Tries.Cause;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportException.Kind;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
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

    record Failed(Attempt attempt, TransportException cause) implements Outcome {
        /** Whether the replica may have acted on the request. */
        boolean mayHaveBeenSent() {
            return cause.kind() != Kind.UNREACHABLE && cause.kind() != Kind.CANCELLED;
        }

        /** Why another attempt may succeed; empty where there is no time left for one. */
        Optional<Cause> causeOfAnother() {
            return switch (cause.kind()) {
                case UNREACHABLE -> Optional.of(Cause.UNREACHABLE);
                case CLOSED_BEFORE_RESPONSE ->
                        Optional.of(cause.reused() ? Cause.STALE : Cause.BROKEN);
                case CLOSED_WITHIN_RESPONSE, MALFORMED -> Optional.of(Cause.BROKEN);
                default -> Optional.empty();
            };
        }
    }

    private final Pick pick;
    private final Consumer<Outcome> outcomes;
    private final long sentAt = System.nanoTime();
    private final OutgoingExchange exchange;
    private volatile Duration latency = Duration.ZERO;
    private boolean stalled;

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
        stalled = true;
        pick.stalled(waited());
    }

    boolean hasStalled() {
        return stalled;
    }

    @Override
    public void answered(Response response) {
        latency = waited();
        int status = response.status();
        if (Failure.isServerError(status)) {
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
        if (cause.kind() == Kind.CANCELLED) {
            pick.succeeded(latency);
        } else {
            pick.failed(Failure.broken(cause.reason()));
        }
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - sentAt);
    }
}
