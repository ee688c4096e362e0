package dev.muster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** What a watch makes of one answer after the other. No thread but the test's own. */
final class EndpointWatchTest {
    private static final Endpoint ONE = Endpoint.of("catalog-1", "127.0.0.1", 20_001);
    private static final Endpoint TWO = Endpoint.of("catalog-2", "127.0.0.1", 20_002);

    private final HeldBackend backend = new HeldBackend();
    private final Deque<Callable<Endpoints>> script = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Endpoints> snapshots = new ArrayList<>();

    @Test
    void asksWithTheRevisionOfTheLastAnswer() {
        answers("a", ONE);
        answers("b", TWO);
        watch();

        assertThat(questions).containsExactly(" 20s", "a 20s", "b 20s");
        assertThat(ready()).containsExactly(List.of(), List.of(ONE), List.of(TWO));
    }

    @Test
    void saysNothingWhereTheAnswerIsTheSame() {
        answers("a", ONE);
        answers("a", ONE);
        watch();

        assertThat(ready()).containsExactly(List.of(), List.of(ONE));
    }

    @Test
    void asksAgainForAnAnswerAtOnceAfterAFailure() {
        answers("a", ONE);
        fails("no answer");
        answers("a", TWO);
        watch();

        assertThat(questions).containsExactly(" 20s", "a 20s", " 20s", "a 20s");
        assertThat(ready()).endsWith(List.of(TWO));
    }

    @Test
    void pausesLongerFromFailureToFailureAndAtMostTwoSeconds() {
        for (int i = 0; i < 8; i++) {
            fails("no answer");
        }
        watch();

        assertThat(backend.pauses)
                .extracting(Duration::toMillis)
                .containsExactly(25L, 50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void saysOnceThatTheRegistryIsGoneAndOnceThatItIsBack() {
        answers("a", ONE);
        fails("the peer closed the connection");
        fails("connection refused");
        answers("a", ONE);
        watch();

        assertThat(told).containsExactly("lost: the peer closed the connection, holds", "found");
    }

    @Test
    void doesNotSayThatAnythingHoldsWhereTheRegistryNeverAnswered() {
        fails("connection refused");
        watch();

        assertThat(told).containsExactly("lost: connection refused");
    }

    @Test
    void doesNotBelieveARegistryThatHasJustComeBackThatNobodyIsThere() {
        answers("a", ONE);
        fails("no answer");
        answers("b");
        answers("c", TWO);
        watch();

        assertThat(questions).contains("b 1s");
        assertThat(ready()).containsExactly(List.of(), List.of(ONE), List.of(TWO));
    }

    @Test
    void believesItWhenItStillSaysSoAfterAWhile() {
        answers("a", ONE);
        fails("no answer");
        answers("b");
        script.add(
                () -> {
                    backend.pass(WatchConfig.STANDARD.doubt().plusMillis(1));
                    return new Endpoints("catalog", List.of(), "b");
                });
        watch();

        assertThat(ready()).containsExactly(List.of(), List.of(ONE), List.of());
    }

    @Test
    void believesARegistryThatWasNeverGone() {
        answers("a", ONE);
        answers("b");
        watch();

        assertThat(ready()).containsExactly(List.of(), List.of(ONE), List.of());
    }

    private void answers(String revision, Endpoint... ready) {
        script.add(() -> new Endpoints("catalog", List.of(ready), revision));
    }

    private void fails(String why) {
        script.add(
                () -> {
                    throw new IOException(why);
                });
    }

    private void watch() {
        var source = new WatchedEndpoints(this::ask, WatchConfig.STANDARD, backend, new Listener());
        source.subscribe("catalog", snapshots::add);
        backend.run();
    }

    private Endpoints ask(String service, String known, Duration longest) throws Exception {
        questions.add(known + " " + longest.toSeconds() + "s");
        var next = script.poll();
        if (next == null) {
            throw new InterruptedException("the script is over");
        }
        return next.call();
    }

    private List<List<Endpoint>> ready() {
        return snapshots.stream().map(Endpoints::ready).toList();
    }

    private final class Listener implements SourceListener {
        @Override
        public void lost(@Nullable String why, boolean hasSnapshot) {
            told.add("lost: " + why + (hasSnapshot ? ", holds" : ""));
        }

        @Override
        public void found() {
            told.add("found");
        }

        @Override
        public void listenerFailed(String service, RuntimeException failure) {
            told.add("failed: " + service);
        }
    }
}
