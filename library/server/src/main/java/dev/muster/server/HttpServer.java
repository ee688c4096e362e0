package dev.muster.server;

import dev.muster.http.Handler;
import dev.muster.http.ServerObserver;
import dev.muster.http.ServerObservers;
import dev.muster.transport.EventLoops;
import dev.muster.transport.HttpListener;
import dev.muster.transport.TransportException;

import java.time.Duration;

/** A listener whose requests are answered by handlers. Thread-safe. */
public final class HttpServer implements AutoCloseable {
    private final HttpListener listener;

    private HttpServer(HttpListener listener) {
        this.listener = listener;
    }

    /**
     * Accepts requests from now on and has them answered by {@code router}.
     *
     * @param observer is told of each request, also of those that are refused before the router
     *     sees them
     * @throws ServerException if the port is taken; it names the process that has it, where the
     *     system tells
     */
    public static HttpServer start(
            EventLoops loops, ServerConfig config, Router router, ServerObserver observer) {
        var pipeline = new RequestPipeline(router, config, loops, observer);
        try {
            return new HttpServer(
                    HttpListener.bind(
                            loops, config.listener(), pipeline, new UnreadRequests(observer)));
        } catch (TransportException e) {
            throw new ServerException(e.reason(), e);
        }
    }

    /** Has the requests answered by {@code router}, and nobody told of them. */
    public static HttpServer start(EventLoops loops, ServerConfig config, Router router) {
        return start(loops, config, router, ServerObservers.NONE);
    }

    /** Has every request answered by {@code handler}. */
    public static HttpServer start(EventLoops loops, ServerConfig config, Handler handler) {
        return start(loops, config, Router.builder().otherwise(handler).build());
    }

    public int port() {
        return listener.port();
    }

    /**
     * Takes no new connection, answers the requests that are being answered, and closes; whatever
     * takes longer than {@code grace} is cut.
     */
    public void drain(Duration grace) {
        listener.drain(grace);
    }

    /** Closes every connection at once. */
    @Override
    public void close() {
        listener.close();
    }
}
