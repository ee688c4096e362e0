package dev.muster.gateway;

import dev.muster.balance.Endpoint;
import dev.muster.balance.Failure;
import dev.muster.balance.Pick;
import dev.muster.transport.ClientExchange;
import dev.muster.transport.ResponseSink;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One try of a request on one endpoint. Tells the balancer how it went, and its exchange what came
 * back, until it is cancelled.
 */
final class Attempt implements ResponseSink {
    private final ProxiedExchange owner;
    private final Pick pick;
    private long sentAt;
    private @Nullable ClientExchange exchange;
    private long latencyNanos = -1;
    private boolean hasWritableAction;
    private boolean stalled;
    private boolean over;

    Attempt(ProxiedExchange owner, Pick pick) {
        this.owner = owner;
        this.pick = pick;
        this.sentAt = owner.now();
    }

    Endpoint endpoint() {
        return pick.endpoint();
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

    /**
     * The request is complete: from now on the endpoint owes an answer. What the client took to
     * send it says nothing about the endpoint.
     */
    void requestEnded() {
        sentAt = owner.now();
        exchange().end();
    }

    /** How long the endpoint had owed its answer at {@code now}. */
    long waitedNanos(long now) {
        return now - sentAt;
    }

    /** Calls {@code action} whenever the exchange becomes writable again; the first one is kept. */
    void onWritable(Runnable action) {
        if (!hasWritableAction) {
            hasWritableAction = true;
            exchange().onWritable(action);
        }
    }

    /** Nothing came for longer than usual: the endpoint is blamed, the try goes on. */
    void stalled() {
        stalled = true;
        pick.stalled(Duration.ofNanos(waitedNanos(owner.now())));
    }

    boolean hasStalled() {
        return stalled;
    }

    /** Gives the try up; its exchange hears no more of it. */
    void cancel(String why) {
        if (!over) {
            over = true;
            pick.abandoned();
            exchange().failed(new TransportException(TransportException.Kind.CANCELLED, why));
        }
    }

    @Override
    public void head(HttpResponse head) {
        if (over) {
            return;
        }
        latencyNanos = waitedNanos(owner.now());
        int status = head.status().code();
        if (Failure.isServerError(status)) {
            pick.failed(Failure.serverError(status));
        }
        owner.answered(this, head);
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
        blame(cause);
        if (latencyNanos < 0) {
            owner.unanswered(this, cause);
        } else {
            owner.broken(cause);
        }
    }

    private void blame(TransportException cause) {
        var reason = String.valueOf(cause.getMessage());
        switch (cause.kind()) {
            case UNREACHABLE -> pick.failed(Failure.unreachable(reason));
            case TIMEOUT -> pick.failed(Failure.timedOut(reason));
            case CLOSED_BEFORE_RESPONSE -> {
                if (cause.reused()) {
                    pick.abandoned();
                } else {
                    pick.failed(Failure.broken(reason));
                }
            }
            case CLOSED_WITHIN_RESPONSE, MALFORMED -> pick.failed(Failure.broken(reason));
            default -> pick.abandoned();
        }
    }
}
