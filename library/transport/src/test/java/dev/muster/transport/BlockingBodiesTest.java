package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The two ends of an exchange that may block, over a loop that must not. */
class BlockingBodiesTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final SteeredFlow flow = new SteeredFlow();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final ReceivedBody received =
            new ReceivedBody(
                    loop, flow, System::nanoTime, OptionalLong.empty(), abandoned::incrementAndGet);

    @AfterEach
    void stopLoop() {
        var _ = loop.shutdownGracefully();
    }

    @Test
    void readsWhatArrivesInPieces() throws Exception {
        var text = onVirtualThread(received::text);
        onLoop(() -> received.data(bytes("hello ")));
        onLoop(() -> received.data(bytes("world")));
        onLoop(received::end);
        assertThat(text.get()).isEqualTo("hello world");
    }

    @Test
    void readsWhatCameBeforeAFailureAndThenThrowsIt() throws Exception {
        onLoop(() -> received.data(bytes("half")));
        var cause =
                new TransportException(
                        TransportException.Kind.CLOSED_WITHIN_RESPONSE, "connection closed");
        onLoop(() -> received.failed(cause));
        var in = received.open();
        assertThat(in.readNBytes(4)).asString().isEqualTo("half");
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasCause(cause);
    }

    @Test
    void pausesAPeerThatIsFasterThanItsReaderAndResumesIt() throws Exception {
        onLoop(() -> received.data(Unpooled.wrappedBuffer(new byte[80 << 10])));
        assertThat(flow.paused).hasValue(1);
        assertThat(flow.resumed).hasValue(0);
        received.open().readNBytes(80 << 10);
        onLoop(() -> {});
        assertThat(flow.resumed).hasValue(1);
    }

    @Test
    void countsWhatAPieceTakesBesidesItsBytes() throws Exception {
        onLoop(
                () -> {
                    for (int i = 0; i < 4 << 10; i++) {
                        received.data(bytes("a"));
                    }
                });
        assertThat(flow.paused).hasValue(1);
        assertThat(received.open().readNBytes(4 << 10)).hasSize(4 << 10);
        onLoop(() -> {});
        assertThat(flow.resumed).hasValue(1);
    }

    @Test
    void endsAReadThatWaitsForABodyThatIsGivenUp() throws Exception {
        var in = received.open();
        var reading = new FutureTask<>(in::read);
        var reader = Thread.startVirtualThread(reading);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        received.discard();
        assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("this body has been closed");
    }

    @Test
    void abandonsTheExchangeOfABodyThatIsClosedEarly() throws Exception {
        onLoop(() -> received.data(bytes("half")));
        var in = received.open();
        in.close();
        in.close();
        onLoop(() -> {});
        assertThat(abandoned).hasValue(1);
        assertThatThrownBy(in::read).hasMessage("this body has been closed");
    }

    @Test
    void keepsTheExchangeOfABodyThatIsClosedAfterItsEnd() throws Exception {
        onLoop(received::end);
        received.open().close();
        onLoop(() -> {});
        assertThat(abandoned).hasValue(0);
    }

    @Test
    void isReadOnce() {
        received.open();
        assertThatThrownBy(received::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesEveryByteInOrderWhateverTheSizesOfTheWrites() throws Exception {
        var sink = new CollectingSink();
        var expected = new ByteArrayOutputStream();
        var random = new SplittableRandom(3);
        try (var writer = new BodyWriter(loop, sink, flow)) {
            for (int i = 0; i < 200; i++) {
                var bytes = new byte[random.nextInt(random.nextInt(1, 100_000))];
                random.nextBytes(bytes);
                writer.write(bytes);
                writer.write(i);
                expected.write(bytes);
                expected.write(i);
            }
        }
        onLoop(() -> {});
        assertThat(sink.ended).hasValue(1);
        assertThat(sink.bytes.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void holdsAWriterBackWhileTheConnectionIsFull() throws Exception {
        var sink = new CollectingSink();
        flow.writable = false;
        var writer = new BodyWriter(loop, sink, flow);
        var writing =
                onVirtualThread(
                        () -> {
                            writer.write(new byte[1 << 20]);
                            writer.close();
                            return true;
                        });
        await().until(() -> sink.size() > 0);
        onLoop(() -> {});
        assertThat(sink.size()).isLessThanOrEqualTo(128 << 10);
        assertThat(writing.isDone()).isFalse();
        flow.writable = true;
        onLoop(() -> flow.whenWritable.run());
        writing.get();
        onLoop(() -> {});
        assertThat(sink.size()).isEqualTo(1 << 20);
    }

    @Test
    void aFailedExchangeEndsAWaitingWriter() throws Exception {
        flow.writable = false;
        var writer = new BodyWriter(loop, new CollectingSink(), flow);
        var writing =
                onVirtualThread(
                        () -> {
                            writer.write(new byte[1 << 20]);
                            return true;
                        });
        var cause =
                new TransportException(
                        TransportException.Kind.CLOSED_BEFORE_RESPONSE, "connection closed");
        writer.fail(cause);
        assertThatThrownBy(writing::get).rootCause().isEqualTo(cause);
    }

    @Test
    void aFlushOfNothingTellsThatTheExchangeIsOver() throws Exception {
        var writer = new BodyWriter(loop, new CollectingSink(), flow);
        writer.flush();

        writer.fail(
                new TransportException(TransportException.Kind.CANCELLED, "the client is gone"));

        assertThatThrownBy(writer::flush).hasMessage("the client is gone");
    }

    private void onLoop(Runnable action) throws Exception {
        loop.submit(action).get();
    }

    private static <T> Future<T> onVirtualThread(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static final class SteeredFlow implements Flow {
        final AtomicInteger paused = new AtomicInteger();
        final AtomicInteger resumed = new AtomicInteger();
        volatile boolean writable = true;
        volatile Runnable whenWritable = () -> {};

        @Override
        public void pause() {
            paused.incrementAndGet();
        }

        @Override
        public void resume() {
            resumed.incrementAndGet();
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void onWritable(Runnable action) {
            whenWritable = action;
        }
    }

    private static final class CollectingSink implements BodySink {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final AtomicInteger ended = new AtomicInteger();

        @Override
        public void data(ByteBuf data) {
            var piece = new byte[data.readableBytes()];
            data.readBytes(piece).release();
            bytes.writeBytes(piece);
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }

        @Override
        public void failed(TransportException cause) {
            throw cause;
        }

        int size() {
            return bytes.size();
        }
    }
}
