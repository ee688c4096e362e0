package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.balance.AttemptAction.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

class CandidatesTest {
    private final Scene scene = new Scene(5);
    private final RetryBudget budget = new RetryBudget(0, 1, scene::nanoTime);

    @ParameterizedTest
    @EnumSource
    void areOtherEndpointsEachTime(Reason reason) {
        for (int i = 0; i < 4; i++) {
            var candidates = repeatable();
            var first = candidates.first().orElseThrow().endpoint();
            var second = candidates.another(reason).orElseThrow().endpoint();
            var third = candidates.another(reason).orElseThrow().endpoint();
            assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        }
    }

    @Test
    void areNoneWhereThereIsOneEndpointUnlessOnlyTheConnectionWasStale() {
        scene.publish(List.of(Scene.endpoint(1)));
        var stale = repeatable();
        stale.first();
        assertThat(stale.another(Reason.STALE)).isPresent();
        var broken = repeatable();
        broken.first();
        assertThat(broken.another(Reason.BROKEN)).isEmpty();
    }

    @Test
    void costTheBudgetARetryUnlessTheRequestReachedNobody() {
        for (int i = 0; i < 10; i++) {
            var candidates = repeatable();
            candidates.first();
            assertThat(candidates.another(Reason.UNREACHABLE)).isPresent();
            assertThat(candidates.another(Reason.STALLED)).isPresent();
        }
        var late = repeatable();
        late.first();
        assertThat(late.another(Reason.STALLED)).isEmpty();
        assertThat(late.another(Reason.UNREACHABLE)).isPresent();
    }

    @Test
    void includeAnEjectedEndpointOnlyForWhatCanBeSentAgain() {
        scene.publish(List.of(Scene.endpoints(1, 2)));
        for (int i = 0; i < 5; i++) {
            scene.pick(Scene.endpoint(1)).failed(Failure.serverError(500).whereAnotherDidBetter());
        }
        scene.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            assertThat(once().first().map(Pick::endpoint)).contains(Scene.endpoint(2));
        }
        assertThat(repeatable().first().map(Pick::endpoint)).contains(Scene.endpoint(1));
    }

    @Test
    void areNoneInAServiceWithoutEndpoints() {
        scene.publish(List.of());
        assertThat(repeatable().first()).isEmpty();
    }

    @Test
    void areWaitedForLongerWhereTheServiceUsuallyTakesLonger() {
        var least = Duration.ofMillis(800);
        assertThat(scene.balancer.hedgeDelay(least)).isEqualTo(least);
        for (int i = 0; i < 200; i++) {
            scene.pick().succeeded(Duration.ofSeconds(2));
        }
        assertThat(scene.balancer.hedgeDelay(least))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    private Candidates repeatable() {
        return new Candidates(scene.balancer, budget, true);
    }

    private Candidates once() {
        return new Candidates(scene.balancer, budget, false);
    }
}
