package dev.muster.gateway.proxy;

import dev.muster.balance.AttemptAction.Judgement;
import dev.muster.balance.AttemptEvent;
import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.discovery.Endpoint;
import dev.muster.transport.ClientExchange;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ResponseHead;
import dev.muster.transport.ResponseSink;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One try of a request on one endpoint. Tells its exchange what came of it until it is dropped, and
 * the balancer what that says about the endpoint.
 */
public final class Attempt implements ResponseSink {
    /** The request that is tried. */
    interface Owner {
        /** Monotonic, in nanoseconds. */
        long now();

        void happened(AttemptEvent event);

        /** The head of a response has come. */
        void answered(Attempt attempt, int status);

        /** Takes a piece of the response's body, and its release. */
        void relay(ByteBuf data);

        /** Takes the fields behind the response's body. */
        void relayTrailers(FlatHeaders trailers);

        /** The response is whole. */
        void completed();

        /** The response broke off. */
        void broken(Attempt attempt, TransportException cause);
    }

    private final Owner owner;
    private final Pick pick;
    private final int number;

    /** The attempt before this one. */
    private final @Nullable Attempt previous;

    private long sentAt;
    private @Nullable ClientExchange exchange;
    private @Nullable ResponseHead head;
    private @Nullable Failure failure;
    private TransportException.@Nullable Kind unansweredBy;
    private long latencyNanos;
    private boolean hasWritableAction;
    private boolean sentWhole;
    private boolean held;
    private boolean stalled;
    private boolean over;

    Attempt(Owner owner, Pick pick, @Nullable Attempt previous) {
        this.owner = owner;
        this.pick = pick;
        this.previous = previous;
        this.number = previous == null ? 0 : previous.number + 1;
        this.sentAt = owner.now();
    }

    int number() {
        return number;
    }

    /** This attempt, or the one before it that has the number. */
    Attempt numbered(int wanted) {
        var found = this;
        while (found.number != wanted && found.previous != null) {
            found = found.previous;
        }
        return found;
    }

    @Nullable Attempt previous() {
        return previous;
    }

    Endpoint endpoint() {
        return pick.endpoint();
    }

    /** What failed, in a few words; empty where nothing did. */
    String trouble() {
        return failure == null ? "" : failure.reason();
    }

    /** Whether the head of its response was larger than is taken. */
    boolean isHeadTooLarge() {
        return unansweredBy == TransportException.Kind.HEAD_TOO_LARGE;
    }

    /** Binds this to the exchange that was opened for it, which may have failed already. */
    void open(ClientExchange opened) {
        exchange = opened;
    }

    boolean isOver() {
        return over;
    }

    /** The open exchange. */
    ClientExchange exchange() {
        if (exchange == null) {
            throw new IllegalStateException("the attempt is not open");
        }
        return exchange;
    }

    /** The head of the response, which has come. */
    ResponseHead response() {
        if (head == null) {
            throw new IllegalStateException("the attempt has no response");
        }
        return head;
    }

    /**
     * The request is complete: from now on the endpoint owes an answer. What the client took to
     * send it says nothing about the endpoint.
     *
     * @param trailers the fields behind the request's body; null for none
     */
    void requestEnded(@Nullable FlatHeaders trailers) {
        sentAt = owner.now();
        sentWhole = true;
        if (trailers != null) {
            exchange().trailers(trailers);
        }
        exchange().end();
    }

    /** Whether the answer has been owed for longer than {@code nanos}, which nobody was told. */
    boolean stallsAfter(long nanos, long now) {
        return sentWhole && !stalled && !over && head == null && now - sentAt > nanos;
    }

    /** Calls {@code action} whenever the exchange becomes writable again; the first one is kept. */
    void onWritable(Runnable action) {
        if (!hasWritableAction) {
            hasWritableAction = true;
            exchange().onWritable(action);
        }
    }

    /** The time that the whole request had is over. */
    void timedOut() {
        if (!over && head == null) {
            over = true;
            var late = "no answer for " + (owner.now() - sentAt) / 1_000_000 + " ms";
            failure = Failure.timedOut(late);
            pick.failed(failure);
            exchange().failed(new TransportException(TransportException.Kind.CANCELLED, late));
        }
    }

    /** Nothing came for longer than usual: the endpoint may be to blame, the try goes on. */
    void stalled() {
        stalled = true;
        pick.stalled(Duration.ofNanos(owner.now() - sentAt));
    }

    /** Receives no more of the response until it is resumed. */
    void hold() {
        held = true;
        exchange().pause();
    }

    /** Receives the rest of a response that was held, if it was. */
    void resume() {
        if (held) {
            held = false;
            exchange().resume();
        }
    }

    /** The failure, or the server error, is {@code judgement} of the endpoint. */
    void judge(Judgement judgement) {
        if (failure == null || judgement == Judgement.EXCUSED) {
            pick.abandoned();
        } else {
            pick.failed(judgement == Judgement.OUTDONE ? failure.whereAnotherDidBetter() : failure);
        }
    }

    /** Gives the try up; its exchange hears no more of it. */
    void cancel(String why) {
        pick.abandoned();
        if (!over) {
            over = true;
            exchange().failed(new TransportException(TransportException.Kind.CANCELLED, why));
        }
    }

    @Override
    public void head(ResponseHead received) {
        if (over) {
            return;
        }
        head = received;
        latencyNanos = owner.now() - sentAt;
        int status = received.status();
        if (Failure.isServerError(status)) {
            failure = Failure.serverError(status);
        }
        owner.answered(this, status);
    }

    @Override
    public void data(ByteBuf data) {
        if (over) {
            data.release();
        } else {
            owner.relay(data);
        }
    }

    @Override
    public void trailers(FlatHeaders trailers) {
        if (!over) {
            owner.relayTrailers(trailers);
        }
    }

    @Override
    public void end() {
        if (!over) {
            over = true;
            pick.succeeded(Duration.ofNanos(latencyNanos));
            owner.completed();
        }
    }

    @Override
    public void failed(TransportException cause) {
        if (over) {
            return;
        }
        over = true;
        if (head != null) {
            pick.failed(Failure.broken(cause.reason()));
            owner.broken(this, cause);
        } else {
            owner.happened(unanswered(cause));
        }
    }

    /** What a failure before the head of a response means for the request. */
    private AttemptEvent unanswered(TransportException cause) {
        unansweredBy = cause.kind();
        var loss = cause.loss();
        failure = loss.failure(cause.reason());
        loss.tell(pick, failure);
        return loss.of(number, cause.reused(), sentWhole);
    }
}
