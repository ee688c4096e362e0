package dev.muster.balance;

import dev.muster.discovery.Endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known of one endpoint. Load is counted lock-free by every call; health changes rarely and
 * only under the lock of the {@link LoadBalancer}, which is why its fields are merely volatile.
 */
final class Member {
    /** Differences below this are noise: without it, an idle service would favour one endpoint. */
    private static final double NOISE_NANOS = 1e6;

    final Endpoint endpoint;
    final AtomicInteger inFlight = new AtomicInteger();

    /** Held by the one request that finds out whether an ejected endpoint is back. */
    final AtomicBoolean onTrial = new AtomicBoolean();

    /** Proper answers so far; one that is lost in a race with another is not missed. */
    private final AtomicLong answers = new AtomicLong();

    private volatile Latency latency;

    /** When it last answered properly. */
    private volatile long answeredAt;

    volatile boolean out;

    /** When a trial is due, while {@link #out}. */
    volatile long outUntil;

    /** Whether it is out because nothing could be sent to it. */
    volatile boolean unreachable;

    volatile int failuresInRow;

    /** Whether its share still grows, since {@link #changedAt}. */
    volatile boolean warming;

    /** When it joined, was ejected or readmitted: calls begun before say nothing about now. */
    volatile long changedAt;

    /** Should be out, but half of the service is already. Touched under the lock only. */
    boolean suspect;

    /** When the first call of the row of failures began. Touched under the lock only. */
    long firstFailureAt;

    /** How many failures of the row are its own for certain. Touched under the lock only. */
    int ownFailuresInRow;

    /** What the other endpoints had answered when the row began. Touched under the lock only. */
    long othersAnswersBefore;

    /** How often the others had failed when the row began. Touched under the lock only. */
    long othersFailuresBefore;

    /** Failures so far. Touched under the lock only. */
    long failures;

    /** Touched under the lock only. */
    int ejectionsInRow;

    Member(Endpoint endpoint, double latencyNanos, boolean warming, long now) {
        this.endpoint = endpoint;
        this.latency = new Latency(latencyNanos, now);
        this.warming = warming;
        this.changedAt = now;
        this.answeredAt = now - Long.MAX_VALUE / 2;
    }

    void answered(long now) {
        answers.setOpaque(answers.getOpaque() + 1);
        answeredAt = now;
    }

    long answers() {
        return answers.getOpaque();
    }

    /**
     * Whether it has answered others not long ago, so that one that waits for its answer proves
     * nothing: some requests take long.
     *
     * @param waitedNanos since the request was sent
     */
    boolean answersOthers(long now, long waitedNanos) {
        return now - answeredAt < waitedNanos / 2;
    }

    /** What one more request costs here: the latency to expect times the queue it joins. */
    double cost(long now, double memoryNanos) {
        return (latencyNanos(now, memoryNanos) + NOISE_NANOS) * (inFlight.get() + 1);
    }

    double latencyNanos(long now, double memoryNanos) {
        return latency.decayed(now, memoryNanos);
    }

    /** Counts a sample; one that is lost in a race with another is not missed. */
    void observe(Duration sample, long now, double memoryNanos) {
        latency = latency.with((double) sample.toNanos(), now, memoryNanos);
    }

    /** Forgets the samples: they are of the time before it was ejected. */
    void restart(double latencyNanos, long now) {
        latency = new Latency(latencyNanos, now);
    }

    /** The part of its full share that this endpoint takes while it warms up: 0.1 to 1. */
    double share(long now, double slowStartNanos) {
        if (!warming) {
            return 1;
        }
        double grown = (now - changedAt) / slowStartNanos;
        if (grown >= 1) {
            warming = false;
            return 1;
        }
        return Math.max(0.1, grown);
    }
}
