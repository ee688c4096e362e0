package dev.muster.service;

import dev.muster.http.Request;

import org.jspecify.annotations.Nullable;

/** Answers the requests of a route. Called concurrently, on virtual threads: it may block. */
@FunctionalInterface
public interface Responder {
    /**
     * @return a {@link dev.muster.http.Response} as it is to be sent; {@link Created} for 201; text
     *     for {@code text/plain}; an {@link java.util.Optional} for its value, or 404 where it is
     *     empty; null for 204, where there is nothing to say; anything else is sent as JSON with
     *     200
     * @throws dev.muster.http.HttpProblem to answer with an error; any other exception is a 500
     */
    @Nullable Object respond(Request request) throws Exception;
}
