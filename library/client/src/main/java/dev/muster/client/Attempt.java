package dev.muster.client;

import dev.muster.balance.AttemptAction.Judgement;
import dev.muster.balance.AttemptEvent;
import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.discovery.Endpoint;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportException.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One try of a call, on one replica. Tells the caller what came of it, and the balancer what that
 * says about the replica. What is heard from the network is heard on the event loop; everything
 * else happens on the caller's thread.
 */
final class Attempt implements OutgoingExchange.Listener {
    private final int number;
    private final Pick pick;
    private final Consumer<AttemptEvent> events;
    private final ClientBackend backend;
    private final long sentAt;
    private final OutgoingExchange exchange;
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean sentWhole;
    private volatile @Nullable Response response;
    private volatile @Nullable Failure failure;
    private boolean outOfTime;

    Attempt(
            int number,
            Pick pick,
            Network network,
            Request request,
            ResponseTerms terms,
            Consumer<AttemptEvent> events) {
        this.number = number;
        this.pick = pick;
        this.events = events;
        this.backend = network.backend();
        this.sentAt = backend.now();
        var endpoint = pick.endpoint();
        this.exchange =
                network.exchange(endpoint, below(endpoint.basePath(), request), terms, this);
    }

    private static Request below(String basePath, Request request) {
        return basePath.isEmpty() ? request : request.withTarget(basePath + request.target());
    }

    int number() {
        return number;
    }

    Endpoint endpoint() {
        return pick.endpoint();
    }

    /** Returns when the request is on its way. */
    void send() throws IOException {
        exchange.send();
        sentWhole = true;
    }

    /** Whether it owes its answer still. */
    boolean isWaiting() {
        return response == null && failure == null;
    }

    /** The response, which has come. */
    Response response() {
        var brought = response;
        if (brought == null) {
            throw new IllegalStateException("the attempt has no response");
        }
        return brought;
    }

    int status() {
        return response().status();
    }

    /** What failed, in a few words; empty where nothing did. */
    String trouble() {
        var failed = failure;
        return failed == null ? "" : failed.reason();
    }

    /** No answer came within the time the call had. */
    void timedOut() {
        if (isWaiting()) {
            outOfTime = true;
            pick.failed(Failure.timedOut("no answer for " + waited().toMillis() + " ms"));
            exchange.cancel();
        }
    }

    boolean isOutOfTime() {
        return outOfTime;
    }

    /** No answer came yet. */
    void stalled() {
        pick.stalled(waited());
    }

    /** What {@link #trouble} says about the replica. */
    void judge(Judgement judgement) {
        var failed = failure;
        if (failed == null || judgement == Judgement.EXCUSED) {
            pick.abandoned();
        } else {
            pick.failed(judgement == Judgement.OUTDONE ? failed.whereAnotherDidBetter() : failed);
        }
    }

    /** Somebody else answered, or nobody waits any more. */
    void drop() {
        pick.abandoned();
        exchange.cancel();
        var brought = response;
        if (brought != null) {
            brought.body().discard();
        }
    }

    void dropUnlessItBrought(@Nullable Response wanted) {
        if (wanted == null || response != wanted) {
            drop();
        }
    }

    @Override
    public void answered(Response brought) {
        latency = waited();
        int status = brought.status();
        if (Failure.isServerError(status)) {
            failure = Failure.serverError(status);
        }
        response = brought;
        events.accept(new AttemptEvent.Answered(number, status));
    }

    @Override
    public void completed() {
        if (failure == null) {
            pick.succeeded(latency);
        }
    }

    @Override
    public void failed(TransportException cause) {
        events.accept(unanswered(cause));
    }

    @Override
    public void cutShort(TransportException cause) {
        if (failure != null) {
            return;
        }
        if (cause.kind() == Kind.CANCELLED) {
            pick.succeeded(latency);
        } else {
            pick.failed(Failure.broken(cause.reason()));
        }
    }

    /** What a failure before there was a response means for the call. */
    private AttemptEvent unanswered(TransportException cause) {
        var loss = cause.loss();
        var lost = loss.failure(cause.reason());
        failure = lost;
        loss.tell(pick, lost);
        return loss.of(number, cause.reused(), sentWhole);
    }

    private Duration waited() {
        return Duration.ofNanos(backend.now() - sentAt);
    }
}
