package dev.muster.transport.loop;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection on the JDK's own selectors that can be looked at between its events. */
public final class PortableChannel extends NioSocketChannel {
    /**
     * Reads at most one byte past the event loop.
     *
     * @return 0 if the connection is open and nothing has come
     */
    public int look(ByteBuffer one) throws IOException {
        return javaChannel().read(one);
    }

    /** After a failure nothing is written any more: the selector is not to be asked for room. */
    @Override
    protected void doWrite(ChannelOutboundBuffer pending) throws Exception {
        try {
            super.doWrite(pending);
        } catch (IOException e) {
            clearOpWrite();
            throw e;
        }
    }
}
