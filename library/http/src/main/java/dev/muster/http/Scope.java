package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What belongs to the piece of work that a thread does, such as answering a request: the trace it
 * is part of, who asked, until when. A filter adds to it for all that happens within:
 *
 * {@snippet :
 * static final Scope.Key<User> USER = Scope.Key.named("user");
 *
 * Filter signedIn = (request, next) ->
 *         Scope.current().with(USER, userOf(request)).call(() -> next.handle(request));
 *
 * // in a handler, in the writer of its streamed body, in a task given to the service's executor
 * var user = Scope.current().find(USER);
 * }
 *
 * <p>Immutable, as a list of few entries, the newest first. One {@link ScopedValue} holds it all,
 * because the bindings of a thread cannot be handed to another thread but a value can.
 */
public final class Scope {
    private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();
    private static final Scope EMPTY = new Scope(null, null, null);

    private final @Nullable Scope rest;
    private final @Nullable Key<?> key;
    private final @Nullable Object value;

    private Scope(@Nullable Scope rest, @Nullable Key<?> key, @Nullable Object value) {
        this.rest = rest;
        this.key = key;
        this.value = value;
    }

    /**
     * Names one entry. Compared by identity, so keep it in a constant.
     *
     * @param <T> what it stands for
     */
    @SuppressWarnings("UnusedTypeParameter") // it is what the value is cast to
    public static final class Key<T> {
        private final String name;

        private Key(String name) {
            this.name = name;
        }

        /**
         * @param name for whoever debugs
         */
        public static <T> Key<T> named(String name) {
            return new Key<>(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The scope of the current thread; an empty one outside of any. */
    public static Scope current() {
        return CURRENT.orElse(EMPTY);
    }

    /** This scope with {@code value}, in place of any other of that key. */
    public <T> Scope with(Key<T> newKey, T newValue) {
        return new Scope(this, newKey, newValue);
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a key came with a value of its type
    public <T> Optional<T> find(Key<T> wanted) {
        for (var each = this; each != null; each = each.rest) {
            if (each.key == wanted) {
                return Optional.ofNullable((T) each.value);
            }
        }
        return Optional.empty();
    }

    /** Does {@code work} with this as the {@link #current} scope. */
    public <T extends @Nullable Object, X extends Throwable> T call(
            ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Does {@code work} with this as the {@link #current} scope. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }
}
