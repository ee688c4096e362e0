package dev.muster.store.event;

/** Ends what it was given for; closing it twice is allowed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
