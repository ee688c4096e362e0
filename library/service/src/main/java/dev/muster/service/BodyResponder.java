package dev.muster.service;

import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of a route by their body alone. Called concurrently, on virtual threads.
 *
 * @param <B> what the body is read as, from JSON
 */
@FunctionalInterface
public interface BodyResponder<B> {
    /**
     * @return as {@link Responder#respond} does
     */
    @Nullable Object respond(B body) throws Exception;
}
