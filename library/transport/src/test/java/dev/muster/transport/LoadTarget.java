package dev.muster.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A server to put load on, by hand, with one loop: {@code loop PORT} answers on the loop, {@code
 * virtual PORT} on a virtual thread per request, {@code proxy PORT UPSTREAM_PORT} forwards, and
 * {@code netty PORT} is Netty's own codec, to compare with. Pin it to one core and the load
 * generator to the other, and interleave what is compared.
 */
final class LoadTarget {
    private static final byte[] BODY =
            "{\"message\":\"hello\",\"values\":[1,2,3]}".getBytes(StandardCharsets.US_ASCII);

    private LoadTarget() {}

    public static void main(String[] arguments) throws InterruptedException {
        var loops = EventLoops.create(1);
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("netty")) {
            bindNetty(loops, port);
            return;
        }
        ExchangeHandler handler =
                switch (arguments[0]) {
                    case "loop" -> LoadTarget::answer;
                    case "virtual" -> LoadTarget::answerFromVirtualThread;
                    case "proxy" ->
                            new Proxy(
                                    new ConnectionPool(loops, PoolConfig.standard()),
                                    Integer.parseInt(arguments[2]));
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        var _ = HttpListener.bind(loops, ListenerConfig.loopback(port), handler);
    }

    private static void answer(ServerExchange exchange) {
        var headers = new FlatHeaders();
        headers.append("content-type", "application/json");
        headers.append("content-length", Integer.toString(BODY.length));
        exchange.respond(200, headers);
        exchange.data(Unpooled.wrappedBuffer(BODY));
        exchange.end();
    }

    private static void answerFromVirtualThread(ServerExchange exchange) {
        Thread.startVirtualThread(() -> exchange.eventLoop().execute(() -> answer(exchange)));
    }

    /** Forwards with nothing but what is needed to. */
    private record Proxy(ConnectionPool pool, int upstream) implements ExchangeHandler {
        @Override
        public void handle(ServerExchange exchange) {
            var request = exchange.request();
            var forwarded = RequestHead.of(request.method(), request.target(), request.fields());
            var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream);
            var call = pool.send(exchange.eventLoop(), peer, forwarded, new Back(exchange));
            if (exchange.hasBody()) {
                exchange.receive(call);
            } else {
                call.end();
            }
        }
    }

    private record Back(ServerExchange exchange) implements ResponseSink {
        @Override
        public void head(ResponseHead head) {
            exchange.respond(head.status(), head.fields());
        }

        @Override
        public void data(ByteBuf data) {
            exchange.data(data);
        }

        @Override
        public void end() {
            exchange.end();
        }

        @Override
        public void failed(TransportException cause) {
            exchange.failed(cause);
        }
    }

    private static void bindNetty(EventLoops loops, int port) throws InterruptedException {
        new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new HttpServerCodec(),
                                                new HttpObjectAggregator(1 << 20),
                                                new NettyAnswer());
                            }
                        })
                .bind("127.0.0.1", port)
                .sync();
    }

    private static final class NettyAnswer extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.OK,
                            Unpooled.wrappedBuffer(BODY));
            response.headers()
                    .set("content-type", "application/json")
                    .set("content-length", BODY.length)
                    .set("date", "Mon, 23 Nov 2026 10:30:00 GMT");
            var _ = context.write(response);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
