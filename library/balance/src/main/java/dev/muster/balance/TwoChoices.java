package dev.muster.balance;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Of two endpoints drawn at random, the one where a request costs less: expected latency times
 * requests in flight (Mitzenmacher, <i>The Power of Two Choices in Randomized Load Balancing</i>;
 * the cost is Finagle's Peak EWMA). When neither costs twice the other, chance decides, in
 * proportion, so that equal endpoints get equal shares although their averages never are quite
 * equal.
 */
final class TwoChoices {
    private static final double CLEARLY_CHEAPER = 2;

    private final Supplier<RandomGenerator> random;
    private final double memoryNanos;
    private final double slowStartNanos;

    TwoChoices(BalancerConfig config, Supplier<RandomGenerator> random) {
        this.random = random;
        this.memoryNanos = (double) config.memory().toNanos();
        this.slowStartNanos = (double) config.slowStart().toNanos();
    }

    Optional<Member> choose(List<Member> members, long now) {
        if (members.size() < 2) {
            return members.isEmpty() ? Optional.empty() : Optional.of(members.getFirst());
        }
        var chance = random.get();
        int first = chance.nextInt(members.size());
        int second = chance.nextInt(members.size() - 1);
        if (second >= first) {
            second++;
        }
        return Optional.of(better(members.get(first), members.get(second), chance, now));
    }

    /** The cheaper one; but one that warms up passes on what is more than its share. */
    private Member better(Member a, Member b, RandomGenerator chance, long now) {
        boolean takeA = isCheaper(a.cost(now, memoryNanos), b.cost(now, memoryNanos), chance);
        var winner = takeA ? a : b;
        var loser = takeA ? b : a;
        double share = winner.share(now, slowStartNanos);
        return share < 1 && !loser.warming && chance.nextDouble() >= share ? loser : winner;
    }

    private static boolean isCheaper(double cost, double other, RandomGenerator chance) {
        if (cost * CLEARLY_CHEAPER <= other) {
            return true;
        }
        return other * CLEARLY_CHEAPER > cost && chance.nextDouble() * (cost + other) < other;
    }
}
