package dev.muster.discovery;

import org.jspecify.annotations.Nullable;

/** Is told how a source fares with what it asks. Called on the source's threads. */
public interface SourceListener {
    /**
     * The registry cannot be asked any more; told once, however many watches notice.
     *
     * @param hasSnapshot whether what it said last still holds
     */
    void lost(@Nullable String why, boolean hasSnapshot);

    /** The registry answers again. */
    void found();

    /** Whoever subscribed to {@code service} threw when it was told of it. */
    void listenerFailed(String service, RuntimeException failure);
}
