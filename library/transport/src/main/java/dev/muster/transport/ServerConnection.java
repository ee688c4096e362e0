package dev.muster.transport;

import dev.muster.transport.loop.Loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

import java.io.IOException;

/**
 * A client's connection to a listener, as Netty, the listener and the watch over deadlines know it:
 * what they tell goes to its {@link ExchangeSequence}.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter
        implements Connection, Loop.Watched {
    private final OpenConnections siblings;
    private final Loop loop;
    private final AcceptedSocket socket;
    private final ExchangeSequence exchanges;
    private int place;

    ServerConnection(
            ListenerTerms terms, OpenConnections siblings, Loop loop, SocketChannel channel) {
        this.siblings = siblings;
        this.loop = loop;
        socket = new AcceptedSocket(loop, channel);
        exchanges = new ExchangeSequence(terms, loop, socket);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        socket.connected();
        loop.watch(this);
        exchanges.begin();
        siblings.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.beginBurst();
        exchanges.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.endBurst();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            exchanges.inputEnded();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (socket.isWritable()) {
            exchanges.becameWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (exchanges.isClosed()) {
            return;
        }
        loop.forget(this);
        exchanges.closed();
        siblings.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.report("Handling a request failed.", cause);
        abort(cause instanceof IOException ? "" : "Handling the request failed.");
    }

    @Override
    public EventLoop eventLoop() {
        return loop.eventLoop();
    }

    @Override
    public void drain() {
        exchanges.drain();
    }

    @Override
    public void cutOpenEnded() {
        exchanges.cutOpenEnded();
    }

    @Override
    public void abort(String why) {
        exchanges.abort(why);
    }

    @Override
    public void check(long now) {
        exchanges.check(now);
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int newPlace) {
        place = newPlace;
    }
}
