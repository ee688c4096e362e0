package dev.muster.transport;

import io.netty.channel.EventLoop;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * One request that a listener received and its response, whatever the version of HTTP. Every method
 * is called on the connection's event loop. Once the exchange is over, by its end or by the
 * client's leaving, every method does nothing, and buffers given to it are released.
 *
 * <p>The response is {@link #respond}, then the body through {@link BodySink}. {@link #failed}
 * after {@code respond} cuts the connection, so that a truncated response is never taken for a
 * whole one; before it, it answers 500.
 */
public interface ServerExchange extends BodySink, Flow {
    /**
     * The head of the request: strictly checked, framing headers consistent. Its target is in
     * origin form, or {@code *}: an absolute one has been reduced.
     */
    RequestHead request();

    /** Whether a body follows the head; one of length 0 does not count. */
    boolean hasBody();

    EventLoop eventLoop();

    InetSocketAddress remoteAddress();

    /**
     * Receives the request's body into {@code sink}. Called once; until then the body waits. A
     * request answered without its body being received is drained up to a bound, after which the
     * connection is closed; what of the body comes after the response's end is discarded too.
     */
    void receive(BodySink sink);

    /**
     * Receives, as {@link #receive(BodySink)} does, what is kept in memory that {@code room}
     * counts. While others wait for room, the client has to keep the listener's pace for that:
     * whatever it is slow in, its exchange ends, and so does a wait for more room.
     */
    void receive(BodySink sink, ByteBudget.Charge room);

    /**
     * Sends the head of the response, whose status has three digits. Framing ({@code
     * Content-Length}, {@code Transfer-Encoding}, {@code Connection}, {@code Date}) is the
     * transport's to add where {@code headers} do not give a {@code Content-Length}. A {@code
     * Connection: close} among them is honoured. The headers belong to the transport from then on.
     */
    void respond(int status, FlatHeaders headers);

    /**
     * Whether the client offers to speak {@code protocol} on this connection from here on, such as
     * {@code websocket}.
     */
    boolean offers(String protocol);

    /**
     * Answers 101, and hands the connection over to {@code protocol}: what comes from now on is
     * {@code received}'s, byte for byte, and what is sent through this exchange goes out as it is.
     * Back-pressure works as before; nothing is asked of the pace of what comes. {@code received}
     * hears {@link BodySink#end} when the client sends no more; {@link #end} ends all of it.
     *
     * @param headers belong to the transport from then on; {@code Connection} and {@code Upgrade}
     *     are the transport's to add
     * @throws IllegalStateException if the client does not offer that, its request has a body, or
     *     it has been responded to
     */
    void upgrade(String protocol, FlatHeaders headers, BodySink received);

    /**
     * Tells {@code action} how the exchange ended if that was before the response was complete and
     * not by this side's {@link #failed}: the client left, or the transport itself cut the response
     * or answered in place of whoever was to.
     */
    void onAbandoned(Consumer<ExchangeEnd> action);

    /**
     * Calls {@code action} when the listener begins to drain, or at once if it has: for a response
     * that would else go on for ever, such as a stream of events. What {@code action} ends is the
     * last on its connection.
     */
    void onDraining(Runnable action);

    /**
     * Has the end of this exchange told to {@code observer} instead of the listener's, because it
     * knows more of the request.
     */
    void observe(ExchangeObserver observer);
}
