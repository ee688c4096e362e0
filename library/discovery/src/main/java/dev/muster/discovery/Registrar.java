package dev.muster.discovery;

import java.time.Duration;

/** A registry that an endpoint can be announced to by itself. Thread-safe. */
public interface Registrar {
    /**
     * Says that {@code endpoint} is one of {@code service}. That holds for a while, so that what
     * dies is forgotten: it has to be said again before.
     *
     * @param isReady whether it may be called
     * @param holds how long the registry believes it
     * @throws Exception if the registry did not take it; the message says why in a few words
     */
    void announce(String service, Endpoint endpoint, boolean isReady, Duration holds)
            throws Exception;

    /**
     * Says that {@code endpoint} is gone; nothing happens where the registry does not know it.
     *
     * @throws Exception as {@link #announce} does
     */
    void withdraw(String service, Endpoint endpoint) throws Exception;
}
