package dev.muster.balance;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Chooses an endpoint of one service for each request.
 *
 * <p><b>Choice.</b> The cheaper of two endpoints drawn at random, by latency and requests in
 * flight.
 *
 * <p><b>Ejection.</b> An endpoint that cannot be connected to is ejected at once, one that fails
 * otherwise after several failures of its own in a row, but never more than half of the service. A
 * failure is its own where another endpoint answered the same request properly, or where the others
 * answer many requests meanwhile and fail at none: what fails everywhere is the request's fault. An
 * answer that is late counts where the endpoint answers nobody else either. When its rest is over,
 * one request at a time finds out whether it is back; if so, its share grows over a slow start, if
 * not, it rests twice as long. When no endpoint is left that works, all are tried.
 *
 * <p>Thread-safe. {@link #pick} and a success take no lock; failures and snapshots do, briefly.
 */
public final class LoadBalancer {
    /** An endpoint that broke, hung or refused costs as if it had taken this long. */
    private static final Duration PENALTY = Duration.ofSeconds(1);

    private static final double JITTER = 0.2;

    /** How many answers the mean latency of the service goes back, more or less. */
    private static final int MEAN_OF = 16;

    /** An answer that takes this many times the mean is taken for none. */
    private static final int TIMES_THE_MEAN = 3;

    /**
     * So many requests must the others have answered, and failed at none, before failures that may
     * be the requests' are taken for one endpoint's own.
     */
    private static final int ANSWERS_OF_OTHERS = 10;

    private final BalancerConfig config;
    private final LongSupplier nanoTime;
    private final Supplier<RandomGenerator> random;
    private final RotationListener listener;
    private final double memoryNanos;
    private final TwoChoices choice;

    /** Guards every change of health, and of {@link #rotation}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Pick.Judge judge = new Verdicts();

    private volatile Rotation rotation;

    /** Of the service's answers; an update that is lost in a race with another is not missed. */
    private volatile long meanNanos;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param random asked on the calling thread, for each choice
     */
    public LoadBalancer(
            String service,
            BalancerConfig config,
            LongSupplier nanoTime,
            Supplier<RandomGenerator> random,
            RotationListener listener) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.random = random;
        this.listener = listener;
        this.memoryNanos = config.memory().toNanos();
        this.choice = new TwoChoices(config, random);
        this.rotation = Rotation.of(Endpoints.unknown(service), List.of());
    }

    /** A balancer with the standard configuration. */
    public static LoadBalancer of(
            String service,
            LongSupplier nanoTime,
            Supplier<RandomGenerator> random,
            RotationListener listener) {
        return new LoadBalancer(service, BalancerConfig.STANDARD, nanoTime, random, listener);
    }

    /** Takes over a whole snapshot; what is known of endpoints that stay is kept. */
    public void update(Endpoints snapshot) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            var known = new HashMap<Endpoint, Member>();
            for (var member : rotation.members()) {
                known.put(member.endpoint, member);
            }
            boolean first = known.isEmpty();
            double expected = expectedLatency(now);
            var members =
                    snapshot.ready().stream()
                            .distinct()
                            .map(
                                    endpoint -> {
                                        var member = known.get(endpoint);
                                        return member != null
                                                ? member
                                                : new Member(endpoint, expected, !first, now);
                                    })
                            .toList();
            keepHalfIn(members);
            rotation = Rotation.of(snapshot, members);
        } finally {
            lock.unlock();
        }
    }

    /** The last snapshot. */
    public Endpoints endpoints() {
        return rotation.endpoints();
    }

    /** How many endpoints are ejected now. */
    public int ejected() {
        return rotation.out().size();
    }

    /**
     * The hedge delay: how long to wait for an answer before another endpoint is asked too.
     *
     * @param least where the service usually answers quickly; where it does not, it is three times
     *     what its answers take on average
     */
    public Duration hedgeDelay(Duration least) {
        long usual = TIMES_THE_MEAN * meanNanos;
        return usual > least.toNanos() ? Duration.ofNanos(usual) : least;
    }

    /**
     * An endpoint for a request that may be sent again, to another endpoint, should this one fail;
     * empty when the service has none. It may be what finds out whether an ejected endpoint is
     * back.
     */
    public Optional<Pick> pick() {
        return pick(true);
    }

    /**
     * An endpoint for a request that must not be sent twice; empty when the service has none. Does
     * not try an ejected endpoint with it, unless that could not be connected to, where nothing is
     * lost, or no other request has come to try it with.
     */
    public Optional<Pick> pickForOneTry() {
        return pick(false);
    }

    /**
     * An endpoint for a request that failed on {@code excluded}; empty when there is no other. An
     * ejected endpoint is used only when nothing else is left.
     */
    public Optional<Pick> pick(Set<Endpoint> excluded) {
        if (excluded.isEmpty()) {
            return pick();
        }
        var current = rotation;
        long now = nanoTime.getAsLong();
        var pick = pickAmong(without(current.choices(), excluded), now);
        return pick.isPresent() ? pick : pickAmong(without(current.members(), excluded), now);
    }

    private Optional<Pick> pick(boolean repeatable) {
        var current = rotation;
        long now = nanoTime.getAsLong();
        if (!current.out().isEmpty()) {
            var due = dueForTrial(current.out(), now, repeatable);
            if (due.isPresent()) {
                return due;
            }
        }
        return pickAmong(current.choices(), now);
    }

    private Optional<Pick> dueForTrial(List<Member> out, long now, boolean repeatable) {
        for (var member : out) {
            long patience = repeatable || member.unreachable ? 0 : config.longestRest().toNanos();
            if (now - member.outUntil >= patience && member.onTrial.compareAndSet(false, true)) {
                return Optional.of(new Pick(judge, member, true, now));
            }
        }
        return Optional.empty();
    }

    private Optional<Pick> pickAmong(List<Member> members, long now) {
        return choice.choose(members, now).map(member -> new Pick(judge, member, false, now));
    }

    private void recover(Pick pick) {
        var member = pick.member();
        Duration outFor = null;
        lock.lock();
        try {
            if (pick.startedAt() - member.changedAt < 0) {
                return;
            }
            boolean rotates = member.out || member.suspect;
            member.failuresInRow = 0;
            member.ownFailuresInRow = 0;
            member.suspect = false;
            if (member.out) {
                long now = nanoTime.getAsLong();
                outFor = Duration.ofNanos(now - member.changedAt);
                member.restart(expectedLatency(now), now);
                member.out = false;
                member.warming = true;
                member.changedAt = now;
            }
            if (rotates) {
                rotation = Rotation.of(rotation.endpoints(), rotation.members());
            }
        } finally {
            lock.unlock();
        }
        if (outFor != null) {
            listener.readmitted(member.endpoint, outFor);
        }
    }

    /** One call is one failure in the row, however often it is blamed. */
    private void blame(Pick pick, Failure failure) {
        var member = pick.member();
        boolean isUnreachable = failure.kind() == Failure.Kind.UNREACHABLE;
        Duration after;
        Duration rest;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (pick.startedAt() - member.changedAt < 0 || !rotation.members().contains(member)) {
                return;
            }
            boolean isCounted = pick.isBlamed && member.failuresInRow > 0;
            pick.isBlamed = true;
            if (member.out) {
                if (pick.isTrial() && !isCounted) {
                    member.unreachable = isUnreachable;
                    rest(member, now);
                }
                return;
            }
            if (!isCounted) {
                count(member, failure, pick.startedAt());
            }
            if (!isUnreachable && !hasFailedEnough(member)) {
                return;
            }
            if (!rotation.mayEjectOneMore()) {
                suspect(member);
                return;
            }
            after = Duration.ofNanos(now - member.firstFailureAt);
            member.unreachable = isUnreachable;
            rest = eject(member, now);
        } finally {
            lock.unlock();
        }
        listener.ejected(member.endpoint, failure, after, rest);
    }

    private void count(Member member, Failure failure, long startedAt) {
        int failures = member.failuresInRow + 1;
        member.failuresInRow = failures;
        member.failures++;
        if (failures == 1) {
            member.firstFailureAt = startedAt;
            member.ownFailuresInRow = 0;
            member.othersAnswersBefore = answersOfOthers(member);
            member.othersFailuresBefore = failuresOfOthers(member);
        }
        if (failure.outdone() || !failure.kind().mayBeTheRequests()) {
            member.ownFailuresInRow++;
        }
    }

    private boolean hasFailedEnough(Member member) {
        if (member.failuresInRow < config.failuresInRow()) {
            return false;
        }
        return member.ownFailuresInRow >= config.failuresInRow()
                || (answersOfOthers(member) - member.othersAnswersBefore >= ANSWERS_OF_OTHERS
                        && failuresOfOthers(member) == member.othersFailuresBefore);
    }

    private long answersOfOthers(Member member) {
        long answers = 0;
        for (var other : rotation.members()) {
            answers += other == member ? 0 : other.answers();
        }
        return answers;
    }

    private long failuresOfOthers(Member member) {
        long failures = 0;
        for (var other : rotation.members()) {
            failures += other == member ? 0 : other.failures;
        }
        return failures;
    }

    private void suspect(Member member) {
        if (!member.suspect) {
            member.suspect = true;
            rotation = Rotation.of(rotation.endpoints(), rotation.members());
        }
    }

    private Duration eject(Member member, long now) {
        if (now - member.changedAt > config.longestRest().toNanos()) {
            member.ejectionsInRow = 0;
        }
        member.out = true;
        member.suspect = false;
        member.changedAt = now;
        var rest = rest(member, now);
        rotation = Rotation.of(rotation.endpoints(), rotation.members());
        return rest;
    }

    /** Sets the next trial, jittered so that the clients of an endpoint do not all come at once. */
    private Duration rest(Member member, long now) {
        member.ejectionsInRow++;
        double jitter = 1 + JITTER * (2 * random.get().nextDouble() - 1);
        long nanos = (long) (config.rest(member.ejectionsInRow).toNanos() * jitter);
        member.outUntil = now + nanos;
        return Duration.ofNanos(nanos);
    }

    /** A service that shrank may have more than half of it ejected: the soonest due come back. */
    private static void keepHalfIn(List<Member> members) {
        var out =
                members.stream()
                        .filter(member -> member.out)
                        .sorted((a, b) -> Long.signum(a.outUntil - b.outUntil))
                        .toList();
        for (int i = 0; i < out.size() - members.size() / 2; i++) {
            out.get(i).out = false;
            out.get(i).suspect = true;
        }
    }

    /** What to expect of an endpoint we know nothing new of: the mean of those in rotation. */
    private double expectedLatency(long now) {
        return rotation.members().stream()
                .filter(member -> !member.out)
                .mapToDouble(member -> member.latencyNanos(now, memoryNanos))
                .average()
                .orElse(0);
    }

    private static List<Member> without(List<Member> members, Set<Endpoint> excluded) {
        return members.stream().filter(member -> !excluded.contains(member.endpoint)).toList();
    }

    /** What an answer or a failure means for the endpoint that was picked. */
    private final class Verdicts implements Pick.Judge {
        @Override
        public void succeeded(Pick pick, Duration latency) {
            var member = pick.member();
            long now = nanoTime.getAsLong();
            member.answered(now);
            member.observe(latency, now, memoryNanos);
            long mean = meanNanos;
            meanNanos = mean + (latency.toNanos() - mean) / MEAN_OF;
            if (member.failuresInRow != 0 || member.out) {
                recover(pick);
            }
        }

        @Override
        public void failed(Pick pick, Failure failure) {
            long now = nanoTime.getAsLong();
            if (failure.kind() != Failure.Kind.SERVER_ERROR) {
                pick.member().observe(PENALTY, now, memoryNanos);
            }
            boolean isExcused =
                    failure.kind() == Failure.Kind.TIMED_OUT
                            && pick.member().answersOthers(now, now - pick.startedAt());
            if (!isExcused) {
                blame(pick, failure);
            }
        }

        @Override
        public void stalled(Pick pick, Duration waited) {
            long now = nanoTime.getAsLong();
            pick.member().observe(waited, now, memoryNanos);
            if (!pick.member().answersOthers(now, waited.toNanos())) {
                blame(pick, Failure.timedOut("no answer for " + waited.toMillis() + " ms"));
            }
        }
    }
}
