package dev.muster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Sends whole requests through a pool and waits for whole responses. */
final class Client {
    private final ConnectionPool pool;
    private final EventLoop loop;
    private final boolean secure;

    Client(ConnectionPool pool, EventLoop loop) {
        this(pool, loop, false);
    }

    Client(ConnectionPool pool, EventLoop loop, boolean secure) {
        this.pool = pool;
        this.loop = loop;
        this.secure = secure;
    }

    record Answer(ResponseHead head, String body) {
        int status() {
            return head.status();
        }
    }

    Answer send(int port, String method, String target, String body) throws Exception {
        return await(start(port, method, target, body));
    }

    CompletableFuture<Answer> start(int port, String method, String target, String body) {
        var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return start(peer, method, target, body);
    }

    CompletableFuture<Answer> start(
            InetSocketAddress peer, String method, String target, String body) {
        var answer = new CompletableFuture<Answer>();
        loop.execute(
                () -> {
                    var request = RequestHead.of(method, target, new FlatHeaders());
                    var sink = new Collector(answer);
                    var exchange =
                            secure
                                    ? pool.sendSecurely(loop, peer, request, sink)
                                    : pool.send(loop, peer, request, sink);
                    if (!body.isEmpty()) {
                        exchange.data(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
                    }
                    exchange.end();
                });
        return answer;
    }

    static Answer await(CompletableFuture<Answer> answer) throws Exception {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransportException cause ? cause : e;
        }
    }

    /** Waits where nothing may be thrown that is checked: in a handler, a sink or a peer. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the latch within 30 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted before the latch was opened", e);
        }
    }

    /** Gathers a response. */
    static final class Collector implements ResponseSink {
        private final CompletableFuture<Answer> answer;
        private final ByteBuf body = Unpooled.buffer();
        private final CompletableFuture<ResponseHead> head = new CompletableFuture<>();

        Collector(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public void head(ResponseHead response) {
            head.complete(response);
        }

        @Override
        public void data(ByteBuf data) {
            body.writeBytes(data);
            data.release();
        }

        @Override
        public void end() {
            answer.complete(new Answer(head.join(), body.toString(StandardCharsets.UTF_8)));
            body.release();
        }

        @Override
        public void failed(TransportException cause) {
            body.release();
            answer.completeExceptionally(cause);
        }
    }
}
