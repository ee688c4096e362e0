package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class EjectionTest {
    private static final Endpoint ONE = Scene.endpoint(1);
    private static final Endpoint TWO = Scene.endpoint(2);
    private static final Failure OWN_ERROR = Failure.serverError(500).whereAnotherDidBetter();

    @Test
    void ejectsAtOnceWhatRefusesAConnection() {
        var scene = new Scene(2);
        var pick = scene.pick(ONE);
        scene.pass(Duration.ofMillis(3));
        pick.failed(Failure.unreachable("connection refused"));
        assertThat(scene.events).containsExactly("catalog-1 out after 3 ms: connection refused");
        assertThat(scene.callInTurn(100)).containsOnlyKeys(TWO);
    }

    @Test
    void ejectsAfterFiveServerErrorsInARowThatAnotherDidNotMake() {
        var scene = new Scene(2);
        for (int i = 1; i <= 5; i++) {
            assertThat(scene.events).isEmpty();
            scene.pick(ONE).failed(OWN_ERROR);
        }
        assertThat(scene.events).containsExactly("catalog-1 out after 0 ms: status 500");
    }

    @Test
    void ejectsNobodyForWhatFailsEverywhere() {
        var scene = new Scene(2);
        for (int i = 0; i < 40; i++) {
            scene.pick().failed(i % 2 == 0 ? Failure.serverError(500) : Failure.broken("closed"));
        }
        assertThat(scene.events).isEmpty();
    }

    @Test
    void ejectsNobodyForErrorsThatTheOthersHadNoChanceToMake() {
        var scene = new Scene(2);
        for (int i = 0; i < 40; i++) {
            scene.pick(ONE).failed(Failure.serverError(500));
        }
        assertThat(scene.events).isEmpty();
    }

    @Test
    void ejectsTheOneThatFailsWhileTheOthersAnswer() {
        var scene = new Scene(3);
        for (int i = 0; i < 5; i++) {
            scene.pick(ONE).failed(Failure.serverError(500));
            for (int j = 0; j < 3; j++) {
                scene.pick(TWO).succeeded(Duration.ofMillis(1));
            }
        }
        assertThat(scene.events).containsExactly("catalog-1 out after 0 ms: status 500");
    }

    @Test
    void blamesNoEndpointForSlowRequestsWhileItAnswersOthers() {
        var scene = new Scene(2);
        var picks =
                Stream.generate(scene::pick)
                        .limit(80)
                        .filter(pick -> pick.endpoint().equals(ONE))
                        .toList();
        scene.pass(Duration.ofMillis(900));
        picks.getFirst().succeeded(Duration.ofMillis(1));
        scene.pass(Duration.ofMillis(100));
        for (var slow : picks.subList(1, picks.size())) {
            slow.stalled(Duration.ofSeconds(1));
            slow.failed(Failure.timedOut("no answer for 1000 ms"));
        }
        assertThat(scene.events).isEmpty();
    }

    @Test
    void aSuccessEndsTheRowOfFailures() {
        var scene = new Scene(2);
        for (int i = 0; i < 100; i++) {
            var pick = scene.pick(ONE);
            if (i % 5 == 4) {
                pick.succeeded(Duration.ofMillis(1));
            } else {
                pick.failed(OWN_ERROR);
            }
        }
        assertThat(scene.events).isEmpty();
    }

    @Test
    void stalledCallsCountBeforeTheyEnd() {
        var scene = new Scene(2);
        var picks = Stream.generate(scene::pick).limit(20).toList();
        picks.stream()
                .filter(pick -> pick.endpoint().equals(ONE))
                .forEach(pick -> pick.stalled(Duration.ofSeconds(1)));
        assertThat(scene.events).containsExactly("catalog-1 out after 0 ms: no answer for 1000 ms");
    }

    @Test
    void aCallThatStallsAndThenFailsIsOneFailure() {
        var scene = new Scene(2);
        for (int i = 1; i <= 5; i++) {
            assertThat(scene.events).isEmpty();
            var pick = scene.pick(ONE);
            pick.stalled(Duration.ofSeconds(1));
            pick.failed(Failure.timedOut("no answer for 10000 ms"));
            scene.pass(Duration.ofMinutes(1));
        }
        assertThat(scene.events).hasSize(1);
    }

    @Test
    void aStalledTrialThatThenFailsLengthensTheRestOnce() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        scene.pass(Duration.ofMillis(300));
        var trial = scene.pick(ONE);
        trial.stalled(Duration.ofSeconds(1));
        trial.failed(Failure.timedOut("no answer for 10000 ms"));
        scene.pass(Duration.ofMillis(500));
        assertThat(scene.pick().endpoint()).isEqualTo(ONE);
    }

    @Test
    void aStalledCallThatMeetsNobodyEjectsAtOnce() {
        var scene = new Scene(2);
        var pick = scene.pick(ONE);
        pick.stalled(Duration.ofSeconds(1));
        pick.failed(Failure.unreachable("no connection within 1000 ms"));
        assertThat(scene.events).hasSize(1);
    }

    @Test
    void neverEjectsTheOnlyEndpoint() {
        var scene = new Scene(1);
        for (int i = 0; i < 20; i++) {
            scene.refuse(ONE);
        }
        assertThat(scene.events).isEmpty();
        assertThat(scene.pick().endpoint()).isEqualTo(ONE);
    }

    @Test
    void sendsOneRequestAtATimeToFindOutWhetherAnEjectedEndpointIsBack() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        scene.pass(Duration.ofMillis(300));
        var trial = scene.pick();
        assertThat(trial.endpoint()).isEqualTo(ONE);
        for (int i = 0; i < 100; i++) {
            assertThat(scene.pick().endpoint()).isEqualTo(TWO);
        }
        trial.succeeded(Duration.ofMillis(1));
        assertThat(scene.events).last().isEqualTo("catalog-1 back");
    }

    @Test
    void restsTwiceAsLongAfterEachFailedTrialUpToABound() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        var rests = IntStream.range(0, 10).mapToLong(i -> restMillis(scene)).toArray();
        for (int i = 0; i < rests.length; i++) {
            double expected = Math.min(10_000, 200 * Math.pow(2, i));
            assertThat((double) rests[i]).isBetween(0.79 * expected, 1.21 * expected + 10);
        }
        assertThat(scene.events).hasSize(1);
    }

    /** How long until a trial is due, which then fails. */
    private static long restMillis(Scene scene) {
        for (long waited = 0; ; waited += 10) {
            var pick = scene.pick();
            if (pick.endpoint().equals(ONE)) {
                pick.failed(Failure.unreachable("connection refused"));
                return waited;
            }
            pick.abandoned();
            scene.pass(Duration.ofMillis(10));
        }
    }

    @Test
    void triesAnUnwellEndpointOnlyWithRequestsThatCanBeSentAgain() {
        var scene = new Scene(2);
        for (int i = 0; i < 5; i++) {
            scene.pick(ONE).failed(OWN_ERROR);
        }
        scene.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            assertThat(scene.pickForOneTry().endpoint()).isEqualTo(TWO);
        }
        assertThat(scene.pick().endpoint()).isEqualTo(ONE);
    }

    @Test
    void triesAnUnwellEndpointWithAnyRequestWhenNoOtherComes() {
        var scene = new Scene(2);
        for (int i = 0; i < 5; i++) {
            scene.pick(ONE).failed(OWN_ERROR);
        }
        scene.pass(Duration.ofSeconds(11));
        assertThat(scene.pickForOneTry().endpoint()).isEqualTo(ONE);
    }

    @Test
    void triesAnUnreachableEndpointWithAnyRequest() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.pickForOneTry().endpoint()).isEqualTo(ONE);
    }

    @Test
    void anAbandonedTrialIsFollowedByAnother() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        scene.pass(Duration.ofSeconds(1));
        scene.pick(ONE).abandoned();
        assertThat(scene.pick().endpoint()).isEqualTo(ONE);
    }

    @Test
    void aLateAnswerFromBeforeTheEjectionReadmitsNobody() {
        var scene = new Scene(2);
        var old = scene.pick(ONE);
        var other = scene.pick(TWO);
        scene.pass(Duration.ofMillis(1));
        scene.refuse(ONE);
        other.succeeded(Duration.ofMillis(1));
        old.succeeded(Duration.ofMillis(1));
        assertThat(scene.balancer.ejected()).isOne();
    }

    @Test
    void aReadmittedEndpointStartsWithASmallShare() {
        var scene = new Scene(2);
        scene.callInTurn(1_000);
        scene.refuse(ONE);
        scene.pass(Duration.ofSeconds(8));
        scene.pick(ONE).succeeded(Duration.ofMillis(1));
        assertThat(scene.callInTurn(200).getOrDefault(ONE, 0)).isBetween(1, 40);
        scene.pass(Duration.ofSeconds(2));
        assertThat(scene.callInTurn(1_000).getOrDefault(ONE, 0)).isBetween(300, 600);
    }

    @Test
    void triesAllWhenNoneCanBeReached() {
        var scene = new Scene(3);
        var tried = new HashSet<Endpoint>();
        for (int i = 0; i < 200; i++) {
            var pick = scene.pick();
            tried.add(pick.endpoint());
            pick.failed(Failure.unreachable("connection refused"));
            scene.pass(Duration.ofMillis(1));
        }
        assertThat(tried).hasSize(3);
        assertThat(scene.balancer.ejected()).isOne();
        assertThat(scene.events).hasSize(1);
    }

    @Test
    void aRetryFallsBackToAnEjectedEndpointWhichMayBeBack() {
        var scene = new Scene(2);
        scene.refuse(ONE);
        var retry = scene.balancer.pick(Set.of(TWO)).orElseThrow();
        assertThat(retry.endpoint()).isEqualTo(ONE);
        retry.succeeded(Duration.ofMillis(1));
        assertThat(scene.balancer.ejected()).isZero();
    }

    @Test
    void recoversFromATotalOutageWithTheFirstSuccess() {
        var scene = new Scene(2);
        for (int i = 0; i < 1_000; i++) {
            scene.pick().failed(Failure.unreachable("connection refused"));
            scene.pass(Duration.ofMillis(60));
        }
        var counts = scene.callInTurn(2_000);
        assertThat(counts).hasSize(2);
        scene.pass(Duration.ofSeconds(2));
        assertThat(scene.callInTurn(1_000).values())
                .allSatisfy(n -> assertThat(n).isGreaterThan(300));
    }

    @Test
    void aServiceThatShrinksTakesEjectedEndpointsBack() {
        var scene = new Scene(4);
        scene.refuse(ONE);
        scene.refuse(TWO);
        scene.publish(List.of(ONE, TWO));
        assertThat(scene.balancer.ejected()).isOne();
        scene.publish(List.of(ONE));
        assertThat(scene.balancer.ejected()).isZero();
        assertThat(scene.pick().endpoint()).isEqualTo(ONE);
    }

    @Test
    void neverEjectsMoreThanHalfWhateverHappens() {
        for (int seed = 0; seed < 300; seed++) {
            var chance = new SplittableRandom(seed);
            int size = chance.nextInt(1, 9);
            var scene = new Scene(size, seed);
            for (int step = 0; step < 300; step++) {
                if (chance.nextInt(20) == 0) {
                    size = chance.nextInt(1, 9);
                    scene.publish(
                            IntStream.rangeClosed(1, size).mapToObj(Scene::endpoint).toList());
                }
                finishSomehow(scene.pick(), chance);
                scene.pass(Duration.ofMillis(chance.nextInt(400)));
                assertThat(scene.balancer.ejected()).isLessThanOrEqualTo(size / 2);
            }
        }
    }

    private static void finishSomehow(Pick pick, SplittableRandom chance) {
        switch (chance.nextInt(6)) {
            case 0 -> pick.succeeded(Duration.ofMillis(chance.nextInt(100)));
            case 1 -> pick.abandoned();
            case 2 -> pick.failed(chance.nextBoolean() ? OWN_ERROR : Failure.serverError(500));
            case 3 -> pick.failed(Failure.timedOut("no answer"));
            default -> pick.failed(Failure.unreachable("connection refused"));
        }
    }
}
