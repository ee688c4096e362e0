package dev.muster.supervisor.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.supervisor.backend.SupervisorBackend;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

final class TimelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Timeline timeline = new Timeline(SupervisorBackend.SYSTEM);

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
    void wakesUpOnceForAllThatIsDueAboutTheSameTime() {
        var delays = new ConcurrentLinkedQueue<Duration>();
        var nanos = new AtomicLong();
        try (var beating = new Timeline(withoutWaiting(nanos::get, delays))) {
            beating.about(Duration.ofMillis(1230), () -> {});
            nanos.addAndGet(Duration.ofMillis(30).toNanos());
            beating.about(Duration.ofMillis(1210), () -> {});
            beating.about(Duration.ofMillis(230), () -> {});

            assertThat(delays)
                    .containsExactly(
                            Duration.ofMillis(1200),
                            Duration.ofMillis(1170),
                            Duration.ofMillis(230));
        }
    }

    @Test
    void goesByTheMonotonicClockWhenTheOtherIsSet() {
        var nanos = new AtomicLong();
        var wall = new AtomicReference<>(Instant.EPOCH);
        var system = SupervisorBackend.SYSTEM;
        var backend =
                new SupervisorBackend(
                        wall::get,
                        nanos::get,
                        system.deciding(),
                        system.threads(),
                        system.random());
        try (var ticking = new Timeline(backend)) {
            wall.set(Instant.MAX);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());

            assertThat(ticking.instant()).isEqualTo(Instant.EPOCH.plusSeconds(2));
        }
    }

    /** Lets no time pass, and says how much would have. */
    private static SupervisorBackend withoutWaiting(LongSupplier nanoTime, Queue<Duration> delays) {
        var system = SupervisorBackend.SYSTEM;
        return new SupervisorBackend(
                system.clock(),
                nanoTime,
                () ->
                        new ScheduledThreadPoolExecutor(1) {
                            @Override
                            public ScheduledFuture<?> schedule(
                                    Runnable task, long delay, TimeUnit unit) {
                                delays.add(Duration.of(delay, unit.toChronoUnit()));
                                return super.schedule(task, 0, unit);
                            }
                        },
                system.threads(),
                system.random());
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
