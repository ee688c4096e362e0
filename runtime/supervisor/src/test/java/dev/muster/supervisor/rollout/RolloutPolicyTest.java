package dev.muster.supervisor.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.rollout.ReplicaSets.Fresh;
import dev.muster.supervisor.rollout.ReplicaSets.Old;
import dev.muster.supervisor.rollout.Rollout.Failure;
import dev.muster.supervisor.rollout.Rollout.Outcome;
import dev.muster.supervisor.rollout.Rollout.Step;
import dev.muster.supervisor.rollout.RolloutAction.StartBeside;
import dev.muster.supervisor.rollout.RolloutAction.StartInPlace;
import dev.muster.supervisor.rollout.RolloutAction.StopNew;
import dev.muster.supervisor.rollout.RolloutAction.StopOld;
import dev.muster.supervisor.rollout.RolloutAction.TakeBack;
import dev.muster.supervisor.rollout.RolloutAction.TakeOver;
import dev.muster.supervisor.rollout.RolloutPolicy.Decision;
import dev.muster.supervisor.rollout.RolloutPolicy.Order;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

final class RolloutPolicyTest {

    private static final Cause DEAD = new Cause.EndedUnseen();
    private static final Step NEXT = new Step.Next();
    private static final Step BESIDE = new Step.Beside();
    private static final Step RETIRING = new Step.Retiring();
    private static final Step CLEARING = new Step.Clearing();
    private static final Step IN_PLACE = new Step.InPlace();
    private static final Step WITHDRAWING = new Step.Withdrawing(DEAD);
    private static final Fresh COMING = new Fresh.Coming();
    private static final Fresh READY = new Fresh.Ready();
    private static final Fresh FAILED = new Fresh.Failed(DEAD);

    /**
     * In every row replica 1 is being replaced, and an old replica 2 that is ready comes after it.
     */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource({"begins", "startsFirst", "stopsFirst", "fails", "loses"})
    void followsTheTable(Order order, Step step, ReplicaSets sets, Decision decision) {
        var rollout = new Rollout(List.of(1, 2), step, 0);

        assertThat(new RolloutPolicy(order).next(rollout, sets)).isEqualTo(decision);
    }

    static Stream<Arguments> begins() {
        return Stream.of(
                row(
                        Order.START_FIRST,
                        NEXT,
                        sets(Old.READY, null),
                        then(BESIDE, new StartBeside(1))),
                row(Order.STOP_FIRST, NEXT, sets(Old.READY, null), then(CLEARING, new StopOld(1))),
                // What serves nobody is nothing to wait for.
                row(
                        Order.START_FIRST,
                        NEXT,
                        sets(Old.NOT_READY, null),
                        then(CLEARING, new StopOld(1))),
                // Begun by an earlier agent.
                row(Order.START_FIRST, NEXT, sets(Old.READY, COMING), then(BESIDE)),
                row(
                        Order.START_FIRST,
                        NEXT,
                        sets(Old.READY, READY),
                        then(RETIRING, new TakeOver(1))),
                row(Order.START_FIRST, NEXT, leaving(Old.READY, null), then(NEXT)));
    }

    static Stream<Arguments> startsFirst() {
        var order = Order.START_FIRST;
        return Stream.of(
                row(order, BESIDE, sets(Old.READY, COMING), then(BESIDE)),
                row(order, BESIDE, sets(Old.READY, READY), then(RETIRING, new TakeOver(1))),
                row(order, BESIDE, sets(Old.NOT_READY, READY), then(RETIRING, new TakeOver(1))),
                row(order, RETIRING, leaving(null, READY), then(RETIRING)),
                // The new one is the fleet's by now, whatever happens to it.
                row(order, RETIRING, leaving(null, FAILED), then(RETIRING)),
                row(order, RETIRING, sets(null, READY), goesOn(order, 1)));
    }

    static Stream<Arguments> stopsFirst() {
        return Stream.of(Order.values())
                .flatMap(
                        order ->
                                Stream.of(
                                        row(order, CLEARING, leaving(null, null), then(CLEARING)),
                                        row(
                                                order,
                                                CLEARING,
                                                sets(null, null),
                                                then(IN_PLACE, new StartInPlace(1))),
                                        row(order, IN_PLACE, sets(null, COMING), then(IN_PLACE)),
                                        row(order, IN_PLACE, sets(null, READY), goesOn(order, 1))));
    }

    static Stream<Arguments> fails() {
        return Stream.of(
                row(
                        Order.START_FIRST,
                        BESIDE,
                        sets(Old.READY, FAILED),
                        then(WITHDRAWING, new StopNew(1))),
                row(Order.START_FIRST, WITHDRAWING, leaving(Old.READY, null), then(WITHDRAWING)),
                row(
                        Order.START_FIRST,
                        WITHDRAWING,
                        sets(Old.READY, null),
                        failed(WITHDRAWING, true)),
                row(Order.START_FIRST, WITHDRAWING, sets(null, null), failed(WITHDRAWING, false)),
                row(Order.STOP_FIRST, IN_PLACE, sets(null, FAILED), failed(IN_PLACE, false)));
    }

    /** The service was given fewer replicas meanwhile. */
    static Stream<Arguments> loses() {
        return Stream.of(Order.values())
                .flatMap(
                        order ->
                                Stream.of(
                                        row(order, NEXT, sets(null, null), goesOn(order, 0)),
                                        row(order, BESIDE, leaving(null, null), then(BESIDE)),
                                        row(order, BESIDE, sets(null, null), goesOn(order, 0)),
                                        row(order, IN_PLACE, leaving(null, null), then(IN_PLACE)),
                                        row(order, IN_PLACE, sets(null, null), goesOn(order, 0))));
    }

    @ParameterizedTest
    @EnumSource
    void isOverWhenNothingIsLeft(Order order) {
        var decision =
                new RolloutPolicy(order)
                        .next(new Rollout(List.of(), NEXT, 2), sets(Old.READY, READY));

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.outcome()).hasValue(new Outcome(2, Optional.empty()));
    }

    @Test
    void keepsTheNewReleaseOfWhichAReplicaGotReady() {
        var decision =
                new RolloutPolicy(Order.START_FIRST)
                        .next(new Rollout(List.of(1), WITHDRAWING, 1), sets(Old.READY, null));

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.outcome())
                .hasValue(new Outcome(1, Optional.of(new Failure(1, true, DEAD))));
    }

    /** Whatever happens and whenever it is looked at: nothing is lost, and it comes to an end. */
    @ParameterizedTest
    @EnumSource
    void alwaysEndsWithAReplicaInEveryPlace(Order order) {
        for (long seed = 0; seed < 2_000; seed++) {
            new Model(new RolloutPolicy(order), new Random(seed)).run("seed " + seed);
        }
    }

    /** Replicas that start, fail and stop when they like. */
    private static final class Model {
        private static final int REPLICAS = 3;

        private final RolloutPolicy policy;
        private final Random random;
        private final Map<Integer, Old> old = new HashMap<>();
        private final Map<Integer, Fresh> fresh = new HashMap<>();
        private final Set<Integer> leaving = new HashSet<>();

        Model(RolloutPolicy policy, Random random) {
            this.policy = policy;
            this.random = random;
            for (int number = 1; number <= REPLICAS; number++) {
                old.put(number, random.nextInt(4) > 0 ? Old.READY : Old.NOT_READY);
            }
        }

        void run(String seed) {
            var rollout = Rollout.of(List.of(1, 2, 3));
            Optional<Outcome> outcome = Optional.empty();
            for (int round = 0; outcome.isEmpty(); round++) {
                assertThat(round).as(seed).isLessThan(1_000);
                Decision decision = policy.next(rollout, new ReplicaSets(old, fresh, leaving));
                decision.actions().forEach(this::perform);
                rollout = decision.rollout();
                outcome = decision.outcome();
                goOn();
            }
            boolean failed = outcome.get().failure().isPresent();
            int replaced = outcome.get().replaced();
            assertThat(replaced).as(seed).isEqualTo(failed ? rollout.replaced() : REPLICAS);
            assertThat(leaving).as(seed).isEmpty();
            var places = new HashSet<>(old.keySet());
            places.addAll(fresh.keySet());
            assertThat(places).as(seed).hasSize(REPLICAS);
        }

        private void perform(RolloutAction action) {
            switch (action) {
                case StartBeside(int number) -> {
                    assertThat(old).containsEntry(number, Old.READY);
                    fresh.put(number, COMING);
                }
                case StartInPlace(int number) -> {
                    assertThat(old).doesNotContainKey(number);
                    fresh.put(number, COMING);
                }
                case TakeOver(int number) -> {
                    assertThat(fresh).containsEntry(number, READY);
                    old.remove(number);
                    leaving.add(number);
                }
                case StopOld(int number) -> {
                    assertThat(policy.order() == Order.STOP_FIRST || old.get(number) != Old.READY)
                            .isTrue();
                    old.remove(number);
                    leaving.add(number);
                }
                case StopNew(int number) -> {
                    assertThat(old).containsKey(number);
                    fresh.remove(number);
                    leaving.add(number);
                }
                case TakeBack() -> assertThat(fresh).doesNotContainValue(READY);
            }
        }

        private void goOn() {
            leaving.removeIf(_ -> random.nextBoolean());
            fresh.replaceAll(
                    (_, state) ->
                            state.equals(COMING) && random.nextBoolean()
                                    ? random.nextInt(8) > 0 ? READY : FAILED
                                    : state);
        }
    }

    private static Arguments row(Order order, Step step, ReplicaSets sets, Decision decision) {
        return Arguments.of(order, step, sets, decision);
    }

    private static Decision then(Step step, RolloutAction... actions) {
        return new Decision(
                new Rollout(List.of(1, 2), step, 0), List.of(actions), Optional.empty());
    }

    /** Replica 1 is done with, and 2 is begun with at once. */
    private static Decision goesOn(Order order, int replaced) {
        boolean startsFirst = order == Order.START_FIRST;
        return new Decision(
                new Rollout(List.of(2), startsFirst ? BESIDE : CLEARING, replaced),
                List.of(startsFirst ? new StartBeside(2) : new StopOld(2)),
                Optional.empty());
    }

    private static Decision failed(Step step, boolean oldGoesOn) {
        return new Decision(
                new Rollout(List.of(1, 2), step, 0),
                List.of(new TakeBack()),
                Optional.of(new Outcome(0, Optional.of(new Failure(1, oldGoesOn, DEAD)))));
    }

    private static ReplicaSets sets(@Nullable Old old, @Nullable Fresh fresh) {
        return sets(old, fresh, Set.of());
    }

    /** A replica 1 is being stopped, besides these. */
    private static ReplicaSets leaving(@Nullable Old old, @Nullable Fresh fresh) {
        return sets(old, fresh, Set.of(1));
    }

    private static ReplicaSets sets(
            @Nullable Old old, @Nullable Fresh fresh, Set<Integer> leaving) {
        var olds = new HashMap<>(Map.of(2, Old.READY));
        if (old != null) {
            olds.put(1, old);
        }
        return new ReplicaSets(olds, fresh == null ? Map.of() : Map.of(1, fresh), leaving);
    }
}
