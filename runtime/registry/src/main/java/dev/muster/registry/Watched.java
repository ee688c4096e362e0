package dev.muster.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/**
 * A value that is replaced as a whole, and threads that wait for the next one. A waiting thread
 * costs a node in a list; all of them are woken at once, and none holds a lock. Thread-safe.
 *
 * @param <T> an immutable value that knows the index of the change that made it
 */
final class Watched<T> {
    private final ToLongFunction<T> indexOf;
    private volatile State<T> state;

    /** One reference holds both, so that nobody can see a value and wait for a change before it. */
    private record State<T>(T value, CompletableFuture<T> next) {}

    Watched(T first, ToLongFunction<T> indexOf) {
        this.indexOf = indexOf;
        this.state = new State<>(first, new CompletableFuture<>());
    }

    T now() {
        return state.value();
    }

    /**
     * The value, once it is another than the one with index {@code seen}: at once if it is another
     * already, be it newer or, after the source has started anew, older. After {@code longest} it
     * is the value as it is then.
     */
    T await(long seen, Duration longest) throws InterruptedException {
        var at = state;
        if (indexOf.applyAsLong(at.value()) != seen) {
            return at.value();
        }
        try {
            return at.next().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return now();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a value never fails", e);
        }
    }

    /**
     * Replaces the value; one thread at a time.
     *
     * @return wakes those who wait for it
     */
    Runnable replace(T value) {
        var before = state;
        state = new State<>(value, new CompletableFuture<>());
        return () -> before.next().complete(value);
    }
}
