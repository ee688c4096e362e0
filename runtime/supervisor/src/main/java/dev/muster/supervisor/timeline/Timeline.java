package dev.muster.supervisor.timeline;

import dev.muster.supervisor.backend.SupervisorBackend;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread on which everything about replicas is decided, and the time it goes by. What
 * blocks is done in the background, on virtual threads, and comes back as a task. Thread-safe; no
 * method blocks.
 *
 * <p>Its time starts at the wall clock and then only goes forward with the monotonic clock, so that
 * a wall clock that is set neither fires nor delays anything.
 */
public final class Timeline implements InstantSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

    private static final Duration BEAT = Duration.ofMillis(100);

    private final SupervisorBackend backend;
    private final Instant origin;
    private final long originNanos;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ScheduledExecutorService thread;

    public Timeline(SupervisorBackend backend) {
        this.backend = backend;
        this.origin = backend.clock().instant();
        this.originNanos = nanoTime();
        this.thread = backend.deciding().get();
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanoTime() - originNanos);
    }

    /** The monotonic clock that its time goes forward with. */
    public long nanoTime() {
        return backend.nanoTime().getAsLong();
    }

    /** Does it on the thread, soon. After {@link #close} nothing is begun any more. */
    public void run(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.debug("left undone, the supervisor is closed");
        }
    }

    public void after(Duration delay, Runnable task) {
        try {
            var _ =
                    thread.schedule(
                            () -> guarded(task),
                            Math.max(0, delay.toNanos()),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("left undone, the supervisor is closed");
        }
    }

    /**
     * Does it about {@code delay} from now, half a {@link #BEAT} early or late, together with what
     * else is due about then: to wake up for each task alone costs more than most tasks do. A delay
     * of less than ten beats is kept to the letter.
     */
    public void about(Duration delay, Runnable task) {
        after(delay.compareTo(BEAT.multipliedBy(10)) < 0 ? delay : onBeat(delay), task);
    }

    private Duration onBeat(Duration delay) {
        long elapsed = nanoTime() - originNanos;
        long beats = Math.round((double) (elapsed + delay.toNanos()) / BEAT.toNanos());
        return Duration.ofNanos(beats * BEAT.toNanos() - elapsed);
    }

    public void every(Duration pause, Runnable task) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> guarded(task),
                        pause.toNanos(),
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Does what blocks, on a thread of its own; nothing after {@link #close}. */
    public void inBackground(Runnable task) {
        if (!closed.isDone()) {
            backend.thread("muster-supervisor-background", () -> guarded(task)).start();
        }
    }

    /** The answer to a question asked on the thread; none after {@link #close}. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            thread.execute(
                    () -> {
                        try {
                            answer.complete(question.get());
                        } catch (RuntimeException | Error e) {
                            answer.completeExceptionally(e);
                        }
                    });
        } catch (RejectedExecutionException closed) {
            LOG.debug("not answered, the supervisor is closed");
        }
        return answer;
    }

    /**
     * Completes when the future does, or when this is closed: what was asked until then and not
     * answered never will be.
     */
    public CompletableFuture<Object> orClosed(CompletableFuture<?> future) {
        return CompletableFuture.anyOf(future, closed);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        closed.complete(null);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A step of the supervisor failed; the others go on", e);
        }
    }
}
