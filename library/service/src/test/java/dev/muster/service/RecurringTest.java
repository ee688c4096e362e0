package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class RecurringTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                AssertionError.class,
                InterruptedException.class,
            })
    void runsAgainWhateverATaskThrowsAndCountsIt(Class<? extends Throwable> type) throws Exception {
        var runs = new AtomicInteger();
        try (var stage =
                new Stage(
                        s ->
                                s.every(
                                        Duration.ofMillis(1),
                                        () -> {
                                            runs.incrementAndGet();
                                            throwOne(type);
                                        }))) {
            await().until(() -> runs.get() > 2);
            assertThat(stage.get("/metrics").body())
                    .containsPattern("recurring_task_failures_total\\{every=\"PT0.001S\"\\} [1-9]");
            assertThat(stage.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void runsAgainAfterATaskThatLeftItsThreadInterrupted() throws Exception {
        var runs = new AtomicInteger();
        try (var _ =
                new Stage(
                        s ->
                                s.every(
                                        Duration.ofMillis(1),
                                        () -> {
                                            runs.incrementAndGet();
                                            Thread.currentThread().interrupt();
                                        }))) {
            await().until(() -> runs.get() > 2);
        }
    }

    @Test
    void endsEveryOtherStepOfAStopThoughOneEndsInAnError() {
        var happened = new CopyOnWriteArrayList<String>();
        var stage =
                new Stage(
                        s ->
                                s.onStop(() -> happened.add("first added"))
                                        .onStop(() -> throwOne(NoClassDefFoundError.class))
                                        .onStop(() -> happened.add("last added")));
        stage.close();
        assertThat(happened).containsExactly("last added", "first added");
    }

    @Test
    void refusesAPauseOfNothing() {
        assertThatThrownBy(() -> new Stage(s -> s.every(Duration.ZERO, () -> {})))
                .isInstanceOf(ServiceException.class)
                .hasMessage("a task recurs every PT0S; the pause must be more than nothing");
    }

    private static void throwOne(Class<? extends Throwable> type) throws Exception {
        var one = type.getConstructor().newInstance();
        if (one instanceof Error error) {
            throw error;
        }
        throw (Exception) one;
    }
}
