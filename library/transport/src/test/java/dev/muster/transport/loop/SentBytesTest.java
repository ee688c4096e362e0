package dev.muster.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts bytes as they were given, whatever a layer makes of them on their way. */
final class SentBytesTest {
    private static final long LENGTH = 100_000;

    /** What Netty counts for a write that waits, besides its bytes. */
    private static final long OVERHEAD = 96;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void countsWhatWasGivenWhereALayerSendsTwiceAsMuch() throws Exception {
        assertCounts(new Doubling(), 2 * (int) LENGTH, true);
    }

    @Test
    void countsWhatTheSocketTookWhereNothingIsBetween() throws Exception {
        assertCounts(new ChannelOutboundHandlerAdapter(), (int) LENGTH, false);
    }

    private void assertCounts(ChannelOutboundHandlerAdapter layer, int onTheWire, boolean isLayered)
            throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var channel =
                    (SocketChannel)
                            new Bootstrap()
                                    .group(group)
                                    .channel(NioSocketChannel.class)
                                    .handler(layer)
                                    .connect(server.getLocalSocketAddress())
                                    .sync()
                                    .channel();
            var bytes = new SentBytes(channel, isLayered);
            try (var peer = server.accept()) {
                on(
                        channel,
                        () -> {
                            bytes.write(Unpooled.wrappedBuffer(new byte[(int) LENGTH]));
                            return 0;
                        });
                assertThat(on(channel, bytes::pending)).isBetween(LENGTH, LENGTH + OVERHEAD);
                assertThat(on(channel, bytes::sent)).isBetween(-OVERHEAD, 0L);

                channel.flush();
                assertThat(peer.getInputStream().readNBytes(onTheWire)).hasSize(onTheWire);
                await().until(() -> on(channel, bytes::pending) == 0);
                assertThat(on(channel, bytes::sent)).isEqualTo(LENGTH);
            } finally {
                channel.close().sync();
            }
        }
    }

    private static long on(SocketChannel channel, LongSupplier question) throws Exception {
        return channel.eventLoop().submit(question::getAsLong).get(10, TimeUnit.SECONDS);
    }

    private static final class Doubling extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            var once = (ByteBuf) message;
            var _ = context.write(Unpooled.wrappedBuffer(once.retainedDuplicate(), once), promise);
        }
    }
}
