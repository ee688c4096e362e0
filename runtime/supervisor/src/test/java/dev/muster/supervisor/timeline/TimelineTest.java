package dev.muster.supervisor.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

final class TimelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Timeline timeline = new Timeline();

    @Test
    void doesOneThingAfterAnotherAndGoesOnAfterOneThatFails() {
        try (timeline) {
            var done = new ArrayList<Integer>();
            for (int task = 1; task <= 3; task++) {
                int number = task;
                timeline.run(() -> done.add(number));
                timeline.run(
                        () -> {
                            throw new IllegalStateException("task " + number);
                        });
            }

            assertThat(timeline.ask(() -> done)).succeedsWithin(PATIENCE);
            assertThat(done).containsExactly(1, 2, 3);
        }
    }

    @Test
    void doesWhatBlocksElsewhere() {
        try (timeline) {
            var gate = new CompletableFuture<Thread>();
            var thread = new CompletableFuture<Thread>();
            timeline.run(
                    () ->
                            timeline.inBackground(
                                    () -> {
                                        var _ = gate.join();
                                        thread.complete(Thread.currentThread());
                                    }));

            assertThat(timeline.ask(Thread::currentThread).thenAccept(gate::complete))
                    .succeedsWithin(PATIENCE);
            assertThat(thread).succeedsWithin(PATIENCE).isNotEqualTo(gate.join());
        }
    }

    @Test
    void beginsNothingAnyMoreOnceItIsClosed() {
        timeline.close();
        var done = new ArrayList<String>();

        timeline.run(() -> done.add("run"));
        timeline.after(Duration.ZERO, () -> done.add("after"));
        timeline.inBackground(() -> done.add("in the background"));
        CompletableFuture<String> answer = timeline.ask(() -> "answer");

        assertThat(timeline.orClosed(answer)).succeedsWithin(PATIENCE);
        assertThat(answer).isNotDone();
        assertThat(done).isEmpty();
    }
}
