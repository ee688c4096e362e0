package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ChoiceOfEndpointTest {
    @Test
    void picksNothingFromAServiceWithoutEndpoints() {
        assertThat(new Scene(0).balancer.pick()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void sharesEquallyAmongEqualEndpoints(int endpoints) {
        for (int seed = 0; seed < 20; seed++) {
            var counts = new Scene(endpoints, seed).callInTurn(endpoints * 1_000);
            assertThat(counts).hasSize(endpoints);
            assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(850, 1_150));
        }
    }

    @Test
    void prefersTheEndpointWithFewerRequestsInFlight() {
        var scene = new Scene(2);
        var busy = scene.pick();
        assertThat(scene.pick().endpoint()).isNotEqualTo(busy.endpoint());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 500, 5_000})
    void leavesASlowEndpointAtMostATenthOfTheTraffic(int perSecond) {
        for (int seed = 0; seed < 10; seed++) {
            var scene = new Scene(2, seed);
            var slow = Scene.endpoint(1);
            var counts =
                    scene.callAtRate(
                            perSecond,
                            Duration.ofSeconds(20),
                            Map.of(slow, Duration.ofMillis(500)));
            assertThat(counts.getOrDefault(slow, 0)).isLessThanOrEqualTo(perSecond * 20 / 10);
        }
    }

    @Test
    void returnsToASlowEndpointThatBecameFast() {
        var scene = new Scene(2);
        var slow = Scene.endpoint(1);
        scene.callAtRate(60, Duration.ofSeconds(5), Map.of(slow, Duration.ofMillis(500)));
        scene.callAtRate(60, Duration.ofSeconds(30), Map.of());
        var counts = scene.callAtRate(60, Duration.ofSeconds(10), Map.of());
        assertThat(counts.getOrDefault(slow, 0)).isBetween(200, 400);
    }

    @Test
    void picksAnotherEndpointThanTheExcluded() {
        var scene = new Scene(2);
        for (int i = 0; i < 100; i++) {
            var pick = scene.balancer.pick(Set.of(Scene.endpoint(1))).orElseThrow();
            assertThat(pick.endpoint()).isEqualTo(Scene.endpoint(2));
        }
    }

    @Test
    void picksNothingWhenEveryEndpointIsExcluded() {
        assertThat(new Scene(2).balancer.pick(Set.of(Scene.endpoints(1, 2)))).isEmpty();
    }

    @Test
    void givesANewEndpointAGrowingShare() {
        var scene = new Scene(2);
        scene.callInTurn(2_000);
        scene.publish(List.of(Scene.endpoints(1, 2, 3)));
        int early = scene.callInTurn(500).getOrDefault(Scene.endpoint(3), 0);
        scene.pass(Duration.ofSeconds(2));
        int late = scene.callInTurn(500).getOrDefault(Scene.endpoint(3), 0);
        assertThat(early).isBetween(5, 80);
        assertThat(late).isBetween(130, 200);
    }

    @Test
    void keepsWhatItKnowsOfEndpointsThatStay() {
        var scene = new Scene(3);
        scene.refuse(Scene.endpoint(1));
        scene.publish(List.of(Scene.endpoints(1, 2)));
        assertThat(scene.balancer.ejected()).isOne();
        assertThat(scene.callInTurn(50)).containsOnlyKeys(Scene.endpoint(2));
    }

    @Test
    void forgetsAnEndpointThatLeft() {
        var scene = new Scene(2);
        scene.refuse(Scene.endpoint(1));
        scene.publish(List.of(Scene.endpoints(2)));
        scene.publish(List.of(Scene.endpoints(1, 2)));
        assertThat(scene.balancer.ejected()).isZero();
    }

    @Test
    void countsAPickAsFinishedOnce() {
        var scene = new Scene(2);
        var pick = scene.pick();
        pick.succeeded(Duration.ofMillis(1));
        pick.failed(Failure.unreachable("late"));
        pick.abandoned();
        assertThat(scene.events).isEmpty();
        assertThat(scene.callInTurn(1_000).values())
                .allSatisfy(n -> assertThat(n).isBetween(400, 600));
    }
}
