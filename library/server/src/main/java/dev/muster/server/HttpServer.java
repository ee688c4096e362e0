package dev.muster.server;

import dev.muster.http.Handler;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeObserver;
import dev.muster.transport.HttpListener;
import dev.muster.transport.TransportException;

import java.time.Duration;

/** A listener whose requests are answered by handlers. Thread-safe. */
public final class HttpServer implements AutoCloseable {
    private final HttpListener listener;

    private HttpServer(HttpListener listener) {
        this.listener = listener;
    }

    /** Has every request answered by {@code router}, and tells nobody of those it never sees. */
    public static HttpServer start(EventLoops loops, ServerConfig config, Router router) {
        return start(loops, config, router, ExchangeObserver.NONE);
    }

    /**
     * Accepts requests from now on and has them answered by {@code router}.
     *
     * @param unhandled is told of the exchanges that ended before the router's handlers and filters
     *     were asked: what the transport refused, and whose clients left before their request was
     *     complete
     * @throws ServerException if the port is taken; it names the process that has it, where the
     *     system tells
     */
    public static HttpServer start(
            EventLoops loops, ServerConfig config, Router router, ExchangeObserver unhandled) {
        var exchanges = new Exchanges(router, config.heldBodyBytes(), unhandled);
        try {
            return new HttpServer(
                    HttpListener.bind(loops, config.listener(), exchanges, unhandled));
        } catch (TransportException e) {
            throw new ServerException(e.reason(), e);
        }
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
