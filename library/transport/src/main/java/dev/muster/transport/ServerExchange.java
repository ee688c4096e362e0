package dev.muster.transport;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.net.InetSocketAddress;

/**
 * One request that a listener received and its response, whatever the version of HTTP. Every method
 * is called on the connection's event loop.
 *
 * <p>The response is {@link #respond}, then the body through {@link BodySink}. {@link #failed}
 * after {@code respond} cuts the connection, so that a truncated response is never taken for a
 * whole one.
 */
public interface ServerExchange extends BodySink, Flow {
    /** The head of the request: strictly checked, framing headers consistent. */
    HttpRequest request();

    EventLoop eventLoop();

    InetSocketAddress remoteAddress();

    /**
     * Receives the request's body into {@code sink}. Called once; until then the body waits. A
     * request answered without its body being received is drained up to a bound, after which the
     * connection is closed.
     */
    void receive(BodySink sink);

    /**
     * Sends the head of the response. Framing ({@code Content-Length}, {@code Transfer-Encoding},
     * {@code Connection}, {@code Date}) is the transport's to add where {@code headers} do not give
     * a {@code Content-Length}.
     */
    void respond(HttpResponseStatus status, HttpHeaders headers);

    /** Calls {@code action} if the client is gone before the response is complete. */
    void onAbandoned(Runnable action);
}
