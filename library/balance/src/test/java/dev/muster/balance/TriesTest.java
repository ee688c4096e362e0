package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.balance.Tries.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

class TriesTest {
    private final Scene scene = new Scene(5);
    private final RetryBudget budget = new RetryBudget(0, 1, scene::nanoTime);

    @ParameterizedTest
    @EnumSource
    void sendsARepeatableRequestToAnotherEndpointWhateverHappened(Cause cause) {
        for (int i = 0; i < 10; i++) {
            var tries = repeatable();
            var first = tries.first().orElseThrow();
            var second = tries.again(cause).orElseThrow();
            assertThat(second.endpoint()).isNotEqualTo(first.endpoint());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNREACHABLE")
    void sendsWhatMayHaveBeenExecutedOnceMoreAndNoMore(Cause cause) {
        var tries = repeatable();
        tries.first();
        assertThat(tries.again(cause)).isPresent();
        assertThat(tries.again(cause)).isEmpty();
        assertThat(tries.again(Cause.BROKEN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNREACHABLE")
    void neverSendsAgainWhatMustNotBeExecutedTwice(Cause cause) {
        var tries = once();
        tries.first();
        assertThat(tries.again(cause)).isEmpty();
    }

    @Test
    void sendsAnyRequestOnThatReachedNobodyToThreeEndpointsAtMost() {
        var tries = once();
        var endpoints = new HashSet<Endpoint>();
        endpoints.add(tries.first().orElseThrow().endpoint());
        endpoints.add(tries.again(Cause.UNREACHABLE).orElseThrow().endpoint());
        endpoints.add(tries.again(Cause.UNREACHABLE).orElseThrow().endpoint());
        assertThat(endpoints).hasSize(3);
        assertThat(tries.again(Cause.UNREACHABLE)).isEmpty();
    }

    @Test
    void gettingPastAnUnreachableEndpointDoesNotUseUpTheOneRepetition() {
        var tries = repeatable();
        tries.first();
        assertThat(tries.again(Cause.UNREACHABLE)).isPresent();
        assertThat(tries.again(Cause.BROKEN)).isPresent();
    }

    @Test
    void goesNowhereElseWhereThereIsOneEndpointUnlessOnlyTheConnectionWasStale() {
        scene.publish(List.of(Scene.endpoint(1)));
        var stale = repeatable();
        stale.first();
        assertThat(stale.again(Cause.STALE)).isPresent();
        var broken = repeatable();
        broken.first();
        assertThat(broken.again(Cause.BROKEN)).isEmpty();
    }

    @Test
    void takesRepetitionsOutOfTheBudgetAndOtherTriesNot() {
        for (int i = 0; i < 10; i++) {
            var tries = repeatable();
            tries.first();
            assertThat(tries.again(Cause.UNREACHABLE)).isPresent();
            assertThat(tries.again(Cause.STALLED)).isPresent();
        }
        var late = repeatable();
        late.first();
        assertThat(late.again(Cause.STALLED)).isEmpty();
        assertThat(late.again(Cause.UNREACHABLE)).isPresent();
    }

    @Test
    void triesAnUnwellEndpointOnlyWithWhatCanBeSentAgain() {
        scene.publish(List.of(Scene.endpoints(1, 2)));
        for (int i = 0; i < 5; i++) {
            scene.pick(Scene.endpoint(1)).failed(Failure.serverError(500));
        }
        scene.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            assertThat(once().first().map(Pick::endpoint)).contains(Scene.endpoint(2));
        }
        assertThat(repeatable().first().map(Pick::endpoint)).contains(Scene.endpoint(1));
    }

    @Test
    void findsNothingInAServiceWithoutEndpoints() {
        scene.publish(List.of());
        assertThat(repeatable().first()).isEmpty();
    }

    @Test
    void waitsLongerForAServiceThatUsuallyTakesLonger() {
        var least = Duration.ofMillis(800);
        assertThat(scene.balancer.patience(least)).isEqualTo(least);
        for (int i = 0; i < 200; i++) {
            scene.pick().succeeded(Duration.ofSeconds(2));
        }
        assertThat(scene.balancer.patience(least))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void knowsWhichMethodsAreIdempotent(String method) {
        assertThat(Tries.isIdempotent(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "CONNECT", "get", "LOCK", ""})
    void takesNoOtherMethodForIdempotent(String method) {
        assertThat(Tries.isIdempotent(method)).isFalse();
    }

    private Tries repeatable() {
        return new Tries(scene.balancer, budget, true);
    }

    private Tries once() {
        return new Tries(scene.balancer, budget, false);
    }
}
