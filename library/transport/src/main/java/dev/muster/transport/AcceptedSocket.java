package dev.muster.transport;

import dev.muster.transport.loop.Inbound;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.Outbound;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

import java.net.InetSocketAddress;

/**
 * The socket of a client: the bytes that came and those that go, and the ways in which it is
 * closed. Used on its event loop.
 */
final class AcceptedSocket {
    private final Loop loop;
    private final SocketChannel channel;
    private final Inbound in;
    private final Outbound out;
    private InetSocketAddress remoteAddress = InetSocketAddress.createUnresolved("", 0);
    private String cutBecause = "";
    private boolean aborted;

    AcceptedSocket(Loop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
        in = new Inbound(channel);
        out = new Outbound(loop, channel, false);
    }

    /** The connection is made, so that it has another end. */
    void connected() {
        remoteAddress = channel.remoteAddress();
    }

    EventLoop eventLoop() {
        return loop.eventLoop();
    }

    /** Monotonic nanoseconds, read anew. */
    long nanoTime() {
        return loop.nanoTime();
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    Inbound in() {
        return in;
    }

    Outbound out() {
        return out;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Whether this side has closed it before all was said. */
    boolean isAborted() {
        return aborted;
    }

    /** Why it was aborted; empty where it was not, or the client has left anyway. */
    String cutBecause() {
        return cutBecause;
    }

    /**
     * Closes it at once, with a reset where a response has not been sent to its end: an orderly
     * close could be taken for that end.
     *
     * @param why the first one is kept: closing fails what is still to be sent, which comes back
     *     here as one more reason
     * @param isSending whether a response has begun that is not complete
     */
    void abort(String why, boolean isSending) {
        cutBecause = aborted ? cutBecause : why;
        aborted = true;
        if ((isSending || out.pending() > 0) && channel.isOpen()) {
            channel.config().setSoLinger(0);
        }
        var _ = channel.close();
    }

    /** Closes it once all is sent; the client has nothing more to send. */
    void closeWhenSent() {
        out.closeWhenSent();
    }

    /**
     * Closes our half once all is sent, and drops what still comes: closing a socket with unread
     * bytes resets it, which can destroy the answer on its way.
     */
    void linger() {
        in.release();
        in.read(true);
        out.shutDownWhenSent();
    }

    /** It is closed. */
    void release() {
        in.release();
        out.release();
    }
}
