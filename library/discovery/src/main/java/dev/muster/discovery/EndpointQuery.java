package dev.muster.discovery;

import java.time.Duration;

/**
 * How a registry is asked: all that has to be written for one more, in a {@link WatchedEndpoints}.
 * Thread-safe.
 */
@FunctionalInterface
public interface EndpointQuery {
    /**
     * The endpoints of {@code service}, as soon as they are another state than {@code known} or
     * {@code longest} is over.
     *
     * @param known the revision that the last answer had; empty to be answered at once
     * @return with a revision that is not empty
     * @throws Exception if there is no answer, or none that can be used; the message says why in a
     *     few words
     */
    Endpoints ask(String service, String known, Duration longest) throws Exception;
}
