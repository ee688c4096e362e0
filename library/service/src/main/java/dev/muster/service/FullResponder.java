package dev.muster.service;

import dev.muster.http.Request;

import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of a route by their body and the rest of them. Called concurrently, on
 * virtual threads.
 *
 * @param <B> what the body is read as, from JSON
 */
@FunctionalInterface
public interface FullResponder<B> {
    /**
     * @return as {@link Responder#respond} does
     */
    @Nullable Object respond(B body, Request request) throws Exception;
}
