package dev.muster.gateway;

import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.balance.Tries;
import dev.muster.balance.Tries.Cause;
import dev.muster.transport.BodySink;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * One request on its way through the gateway: the client's exchange on one side, one or two {@link
 * Attempt}s on the other, all on one event loop.
 *
 * <p>Until the head of a response is passed on, the request may be sent again, as {@link Tries}
 * allows and as long as all that came of its body is held: at once when an attempt fails or is
 * answered with a server error, or beside an attempt that has stalled, in which case the first head
 * wins, a server error too, and the other attempt is cancelled. From the head on, the response is
 * passed through piece by piece, and a failure cuts the client's connection.
 */
final class ProxiedExchange implements BodySink {
    private final Forwarder forwarder;
    private final ServerExchange client;
    private final Target target;
    private final Outcome outcome;
    private final Tries tries;
    private final StallWatch watch;

    /** What came of the request's body; null where it has none. */
    private final @Nullable ReplayBuffer replay;

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
        this.watch = forwarder.watch(client.eventLoop());
        this.requestComplete = !client.hasBody();
        this.replay = requestComplete ? null : new ReplayBuffer(forwarder.replayableBytes());
        var upstream = target.upstream();
        this.tries = new Tries(upstream.balancer(), upstream.budget(), isRepeatable());
    }

    void start() {
        var pick = tries.first();
        if (pick.isEmpty()) {
            answer(Problem.unavailable("No replica of " + service() + " is ready."));
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
            current.requestEnded();
        }
    }

    @Override
    public void failed(TransportException cause) {
        if (!over) {
            outcome.requestBroke(cause);
            abandon();
        }
    }

    // What attempts tell and ask.

    long now() {
        return forwarder.now();
    }

    void answered(Attempt attempt, HttpResponse head) {
        if (Failure.isServerError(head.status().code())
                && !isBesideStalled(attempt)
                && isReplaced(attempt, Cause.UNWELL)) {
            attempt.cancel("another replica is asked instead");
            return;
        }
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

    void completed() {
        client.end();
        finish();
    }

    /** The response broke off: the client must not take what it has for the whole. */
    void broken(TransportException cause) {
        outcome.cause = String.valueOf(cause.getMessage());
        client.failed(cause);
        finish();
    }

    /** An attempt failed before the head of its response. */
    void unanswered(Attempt attempt, TransportException failure) {
        if (!isReplaced(attempt, cause(failure))) {
            outcome.replica = attempt.endpoint().id();
            outcome.cause = String.valueOf(failure.getMessage());
            answer(Problem.unanswered(service(), failure.kind()));
        }
    }

    // What the watch tells.

    /** Whether the wait for an answer is longer than this service usually takes. */
    boolean hasStalled(long now) {
        return current != null
                && requestComplete
                && current.waitedNanos(now) > target.upstream().stallNanos();
    }

    /** Blames the endpoint and, where that is allowed, asks another one too. */
    void stalled() {
        var waiting = current;
        if (waiting == null || over) {
            return;
        }
        waiting.stalled();
        var beside = another(Cause.STALLED);
        if (beside.isPresent()) {
            rival = waiting;
            send(beside.get());
        }
    }

    /** Whether nothing better than the answer of {@code attempt} can be counted on. */
    private boolean isBesideStalled(Attempt attempt) {
        var other = attempt == current ? rival : current;
        return other != null && other.hasStalled();
    }

    /** Whether the request goes on without {@code failed}: anew, or by the attempt beside it. */
    private boolean isReplaced(Attempt failed, @Nullable Cause cause) {
        var other = failed == current ? rival : current;
        var next = cause == null ? Optional.<Pick>empty() : another(cause);
        if (next.isPresent()) {
            rival = other;
            send(next.get());
            return true;
        }
        rival = null;
        if (other != null) {
            current = other;
        }
        return other != null;
    }

    private Optional<Pick> another(Cause cause) {
        return replay == null || replay.isComplete() ? tries.again(cause) : Optional.empty();
    }

    private void send(Pick pick) {
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
            attempt.requestEnded();
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
        if (responding && outcome.cause.isEmpty()) {
            outcome.cause = "the client left within the response";
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

    /** As far as can be told before the body is here: its length may not be known. */
    private boolean isRepeatable() {
        var request = client.request();
        if (!Tries.isIdempotent(request.method().name())) {
            return false;
        }
        var length = client.hasBody() ? request.headers().get("content-length") : null;
        return length == null || Long.parseLong(length) <= forwarder.replayableBytes();
    }

    private String service() {
        return target.upstream().service();
    }

    /** Why another attempt may succeed; null where there is no time left for one. */
    private static @Nullable Cause cause(TransportException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE -> Cause.UNREACHABLE;
            case CLOSED_BEFORE_RESPONSE -> failure.reused() ? Cause.STALE : Cause.BROKEN;
            case CLOSED_WITHIN_RESPONSE, MALFORMED -> Cause.BROKEN;
            default -> null;
        };
    }
}
