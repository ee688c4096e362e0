package dev.muster.gateway;

import dev.muster.balance.Endpoint;
import dev.muster.balance.Pick;
import dev.muster.transport.BodySink;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request on its way through the gateway: the client's exchange on one side, one or two {@link
 * Attempt}s on the other, all on one event loop.
 *
 * <p>Until the head of a response has come, a request may be sent again, as far as {@link
 * RetryRule} and the service's budget allow: at once when an attempt fails, or beside an attempt
 * that has stalled, in which case the first head wins and the other attempt is cancelled. From the
 * head on, the response is passed through piece by piece, and a failure cuts the client's
 * connection.
 */
final class ProxiedExchange implements BodySink {
    private final Forwarder forwarder;
    private final ServerExchange client;
    private final Target target;
    private final Outcome outcome;
    private final RetryRule rule;
    private final StallWatch watch;

    /** What came of the request's body; null where it has none. */
    private final @Nullable ReplayBuffer replay;

    private Set<Endpoint> tried = Set.of();
    private int tries;
    private boolean requestComplete;
    private boolean responding;
    private boolean resumesUpstream;
    private boolean over;

    /** The attempt that the request's body goes to and whose answer is passed on. */
    private @Nullable Attempt current;

    /** An older one beside it, while neither has answered. */
    private @Nullable Attempt rival;

    /** Where {@link StallWatch} keeps this; negative while it does not. */
    int place = StallWatch.NOWHERE;

    ProxiedExchange(Forwarder forwarder, ServerExchange client, Target target, Outcome outcome) {
        this.forwarder = forwarder;
        this.client = client;
        this.target = target;
        this.outcome = outcome;
        this.rule = RetryRule.of(client.request().method());
        this.watch = forwarder.watch(client.eventLoop());
        this.requestComplete = !client.hasBody();
        this.replay = requestComplete ? null : new ReplayBuffer(forwarder.replayableBytes());
    }

    void start() {
        var upstream = target.upstream();
        upstream.budget().request();
        var pick = upstream.balancer().pick();
        if (pick.isEmpty()) {
            answer(Problem.unavailable("No replica of " + upstream.service() + " is ready."));
            return;
        }
        client.onAbandoned(this::abandon);
        send(pick.get());
        if (!requestComplete && !over) {
            client.receive(this);
        }
    }

    // The request's body, from the client.

    @Override
    public void data(ByteBuf data) {
        outcome.requestBytes += data.readableBytes();
        if (over || current == null) {
            data.release();
            return;
        }
        if (replay != null && !responding) {
            replay.add(data, data.alloc());
        }
        var attempt = current;
        attempt.exchange().data(data);
        holdBackClient(attempt);
    }

    @Override
    public void end() {
        requestComplete = true;
        if (!over && current != null) {
            current.exchange().end();
        }
    }

    @Override
    public void failed(TransportException cause) {
        if (!over) {
            outcome.requestBroke(cause);
            abandon();
        }
    }

    // What attempts tell.

    void answered(Attempt attempt, HttpResponse head, long latencyNanos) {
        watch.remove(this);
        var loser = attempt == current ? rival : current;
        current = attempt;
        rival = null;
        if (loser != null) {
            loser.cancel("another replica answered first");
        }
        if (replay != null) {
            replay.release();
        }
        target.upstream().observe(latencyNanos);
        responding = true;
        outcome.status = head.status().code();
        outcome.replica = attempt.endpoint().id();
        HopHeaders.removeFrom((FlatHeaders) head.headers());
        client.respond(head.status(), head.headers());
    }

    void relay(ByteBuf data) {
        outcome.responseBytes += data.readableBytes();
        client.data(data);
        if (!over && !client.isWritable() && current != null) {
            current.exchange().pause();
            if (!resumesUpstream) {
                resumesUpstream = true;
                client.onWritable(current.exchange()::resume);
            }
        }
    }

    void completed(Attempt attempt) {
        client.end();
        if (!requestComplete) {
            attempt.close("answered before the request was complete");
        }
        finish();
    }

    /** The response broke off: the client must not take what it has for the whole. */
    void broken(TransportException cause) {
        outcome.cause = String.valueOf(cause.getMessage());
        client.failed(cause);
        finish();
    }

    /** An attempt failed before the head of its response. */
    void unanswered(Attempt attempt, TransportException cause) {
        tried = plus(tried, attempt.endpoint());
        if (rival != null) {
            current = attempt == current ? rival : current;
            rival = null;
            return;
        }
        var next = another(cause);
        if (next.isPresent()) {
            send(next.get());
        } else {
            outcome.replica = attempt.endpoint().id();
            outcome.cause = String.valueOf(cause.getMessage());
            answer(Problem.unanswered(target.upstream().service(), cause.kind()));
        }
    }

    // What the watch tells.

    /** Whether the wait for an answer is longer than this service usually takes. */
    boolean hasStalled(long now) {
        return current != null
                && requestComplete
                && current.waitedNanos(now) > target.upstream().stallNanos();
    }

    /** Blames the endpoint and, where that is safe, asks another one too. */
    void stalled() {
        var waiting = current;
        if (waiting == null || over) {
            return;
        }
        waiting.stalled();
        if (!rule.mayHedge() || !isReplayable()) {
            return;
        }
        tried = plus(tried, waiting.endpoint());
        var next = target.upstream().balancer().pick(tried);
        if (next.isEmpty()) {
            return;
        }
        if (!target.upstream().budget().tryRetry()) {
            next.get().abandoned();
            return;
        }
        rival = waiting;
        send(next.get());
    }

    private Optional<Pick> another(TransportException cause) {
        if (!rule.allows(cause, tries) || !isReplayable()) {
            return Optional.empty();
        }
        var upstream = target.upstream();
        boolean wasSent = cause.kind() != TransportException.Kind.UNREACHABLE;
        if (wasSent && !upstream.budget().tryRetry()) {
            return Optional.empty();
        }
        var other = upstream.balancer().pick(tried);
        // A connection that was closed while it rested says nothing against its endpoint.
        return other.isEmpty() && cause.reused() ? upstream.balancer().pick() : other;
    }

    private void send(Pick pick) {
        tries++;
        var attempt = new Attempt(this, pick);
        current = attempt;
        attempt.open(forwarder.send(client, target.upstream().address(pick.endpoint()), attempt));
        if (attempt.isOver()) {
            return;
        }
        if (rival == null) {
            watch.add(this);
        }
        if (replay != null) {
            replay.replayTo(attempt.exchange());
        }
        if (requestComplete) {
            attempt.exchange().end();
        } else {
            client.resume();
            holdBackClient(attempt);
        }
    }

    private void holdBackClient(Attempt attempt) {
        if (!over && !attempt.isOver() && !attempt.exchange().isWritable()) {
            client.pause();
            attempt.onWritable(client::resume);
        }
    }

    private void answer(Problem problem) {
        outcome.status = problem.status().code();
        forwarder.answer(client, problem, outcome.traceId);
        finish();
    }

    private void abandon() {
        if (over) {
            return;
        }
        finish();
        Stream.of(Optional.ofNullable(current), Optional.ofNullable(rival))
                .flatMap(Optional::stream)
                .forEach(attempt -> attempt.cancel("the client is gone"));
    }

    private void finish() {
        over = true;
        watch.remove(this);
        if (replay != null) {
            replay.release();
        }
        forwarder.report(outcome, target.meter());
    }

    private boolean isReplayable() {
        return replay == null || replay.isComplete();
    }

    private static Set<Endpoint> plus(Set<Endpoint> some, Endpoint one) {
        return Stream.concat(some.stream(), Stream.of(one)).collect(Collectors.toUnmodifiableSet());
    }
}
