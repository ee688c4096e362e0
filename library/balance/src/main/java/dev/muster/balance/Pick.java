package dev.muster.balance;

import dev.muster.discovery.Endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The endpoint chosen for one request. Counts as in flight until it is finished by {@link
 * #succeeded}, {@link #failed} or {@link #abandoned}: one of them, once; a second call does
 * nothing.
 */
public final class Pick {
    /** Hears how requests went, and draws its conclusions for their endpoints. */
    interface Judge {
        void succeeded(Pick pick, Duration latency);

        void failed(Pick pick, Failure failure);

        void stalled(Pick pick, Duration waited);
    }

    private final Judge judge;
    private final Member member;
    private final boolean trial;
    private final long startedAt;
    private final AtomicBoolean finished = new AtomicBoolean();

    /** Touched under the balancer's lock only. */
    boolean isBlamed;

    Pick(Judge judge, Member member, boolean trial, long startedAt) {
        this.judge = judge;
        this.member = member;
        this.trial = trial;
        this.startedAt = startedAt;
        member.inFlight.incrementAndGet();
    }

    public Endpoint endpoint() {
        return member.endpoint;
    }

    /**
     * The endpoint answered, and its answer is complete.
     *
     * @param latency from sending the request to the head of the response
     */
    public void succeeded(Duration latency) {
        if (finish()) {
            judge.succeeded(this, latency);
        }
    }

    /** The call failed in a way that the endpoint is to blame for. */
    public void failed(Failure failure) {
        if (finish()) {
            judge.failed(this, failure);
        }
    }

    /** The caller lost interest: this says nothing about the endpoint. */
    public void abandoned() {
        finish();
    }

    /**
     * No answer came yet. Counts against the endpoint now, so that a stopped one is left before the
     * deadline of the calls it holds; a success still counts for it later, and a failure is the
     * same one.
     *
     * @param waited since the request was sent
     */
    public void stalled(Duration waited) {
        if (!finished.get()) {
            judge.stalled(this, waited);
        }
    }

    Member member() {
        return member;
    }

    boolean isTrial() {
        return trial;
    }

    long startedAt() {
        return startedAt;
    }

    private boolean finish() {
        if (!finished.compareAndSet(false, true)) {
            return false;
        }
        member.inFlight.decrementAndGet();
        if (trial) {
            member.onTrial.set(false);
        }
        return true;
    }
}
