package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A peer that answers before it has the request, and leaves without reading the rest. */
@ExtendWith(LeakCheck.class)
class EarlyResponseTest {
    private static final int HALF = 64 << 10;

    private EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isReadThoughSendingTheRestOfTheRequestFails(boolean portable) throws Exception {
        use(portable);
        var answer =
                sendingMoreAfter("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too large");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotTakenForWholeWhereOnlyTheConnectionEndsIt(boolean portable) {
        use(portable);
        assertThatThrownBy(() -> sendingMoreAfter("HTTP/1.1 413 Too Large\r\n\r\ntoo la"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("within its response");
    }

    /**
     * Sends half of a request, and the rest when the peer has answered {@code response} and left.
     */
    private Client.Answer sendingMoreAfter(String response) throws Exception {
        var hasHead = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        var isGone = new CountDownLatch(1);
        Peer.Script script =
                connection -> {
                    connection.readUntil("\r\n\r\n");
                    hasHead.countDown();
                    Client.await(mayAnswer);
                    connection.send(response);
                    // With bytes unread, this resets the connection.
                    connection.close();
                    isGone.countDown();
                };
        try (var peer = new Peer(script);
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var loop = loops.next();
            var answer = new CompletableFuture<Client.Answer>();
            var exchange =
                    loop.submit(() -> begin(pool, loop, peer, answer)).get(10, TimeUnit.SECONDS);
            Client.await(hasHead);
            loop.execute(
                    () -> {
                        // The loop reads nothing meanwhile: sending is the next that it does.
                        mayAnswer.countDown();
                        Client.await(isGone);
                        exchange.data(Unpooled.wrappedBuffer(new byte[HALF]));
                        exchange.end();
                    });
            return Client.await(answer);
        }
    }

    private static ClientExchange begin(
            ConnectionPool pool,
            EventLoop loop,
            Peer peer,
            CompletableFuture<Client.Answer> answer) {
        var fields = new FlatHeaders().add("Content-Length", Integer.toString(2 * HALF));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
        var begun =
                pool.send(
                        loop,
                        address,
                        RequestHead.of("POST", "/", fields),
                        new Client.Collector(answer));
        begun.data(Unpooled.wrappedBuffer(new byte[HALF]));
        return begun;
    }

    private void use(boolean portable) {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
    }
}
