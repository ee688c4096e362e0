package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** What becomes of lines, whatever the sink does. */
final class LineWriterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int CAPACITY = 1_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** Open unless a test shuts it. */
    private final CountDownLatch open = new CountDownLatch(1);

    private final CountDownLatch hanging = new CountDownLatch(1);

    /** What the sink does with the bytes it is given, one after the other; then it takes all. */
    private final List<Sink> plan = new ArrayList<>();

    private LineWriter lines =
            LineWriter.to(this::take, room(100), dropped -> "!" + dropped + "\n");

    private interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    @AfterEach
    void close() {
        open.countDown();
        lines.close();
    }

    @Test
    void writesThemInTheirOrderThoughTheSinkTakesAFewBytesAtATime() {
        for (int i = 0; i < 20; i++) {
            plan.add(bytes -> takeSome(bytes, 7));
        }
        add("first", "second", "third");
        lines.flush(PATIENCE);
        add("fourth");
        lines.flush(PATIENCE);

        assertThat(text()).isEqualTo("first\nsecond\nthird\nfourth\n");
        assertThat(lines.dropped()).isZero();
    }

    @Test
    void writesLinesOfAnyLength() {
        var long_ = "x".repeat(700);
        add(long_, "short");
        lines.flush(PATIENCE);

        assertThat(text()).isEqualTo(long_ + "\nshort\n");
    }

    @Test
    void losesAndMixesNoneOfManyThreads() throws InterruptedException {
        lines.close();
        lines = LineWriter.to(this::take, new LineWriter.Room(1 << 20, 100), _ -> "dropped\n");
        var threads =
                IntStream.range(0, 4)
                        .mapToObj(
                                t ->
                                        Thread.ofPlatform()
                                                .start(
                                                        () -> {
                                                            for (int i = 0; i < 1_000; i++) {
                                                                add(t + " " + i);
                                                            }
                                                        }))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }
        lines.close();

        for (int t = 0; t < 4; t++) {
            var own = t + " ";
            assertThat(text().lines().filter(line -> line.startsWith(own)))
                    .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> own + i).toList());
        }
        assertThat(text().lines()).hasSize(4_000);
    }

    @Test
    void tellsHowManyItDroppedOnceItWritesAgain() throws InterruptedException {
        plan.add(this::hang);
        add("0");
        // What the writer has on its way takes no room of those that wait.
        lines.flush(Duration.ZERO);
        hanging.await();
        for (int i = 0; i < 100; i++) {
            add("x".repeat(99));
        }
        long dropped = lines.dropped();
        open.countDown();
        lines.flush(PATIENCE);

        assertThat(dropped).isEqualTo(90);
        assertThat(text()).startsWith("0\nxxx").endsWith("x\n!" + dropped + "\n");
        assertThat(lines.dropped()).isEqualTo(dropped);
    }

    @Test
    void countsWhatTheSinkRefusesAndBeginsANewLineAfterATornOne() {
        plan.add(
                bytes -> {
                    takeSome(bytes, 8);
                    throw new IOException("no space left on device");
                });
        add("first", "second", "third");
        lines.flush(PATIENCE);
        add("fourth");
        lines.flush(PATIENCE);

        assertThat(lines.dropped()).isEqualTo(2);
        assertThat(text()).isEqualTo("first\nse\nfourth\n!2\n");
    }

    @Test
    void goesOnAfterASinkThatBreaks() {
        plan.add(
                _ -> {
                    throw new IllegalStateException("closed");
                });
        add("lost");
        lines.flush(PATIENCE);
        add("kept");
        lines.flush(PATIENCE);

        assertThat(text()).isEqualTo("kept\n!1\n");
        assertThat(lines.dropped()).isEqualTo(1);
    }

    @Test
    void takesNoneAfterItsEnd() {
        add("last");
        lines.close();
        add("late");
        lines.close();

        assertThat(text()).isEqualTo("last\n");
        assertThat(lines.dropped()).isEqualTo(1);
    }

    /** As the thread may be that ends a process. */
    @Test
    void writesWhatItHoldsThoughTheThreadThatClosesItWasInterrupted() {
        var closer = Thread.currentThread();
        plan.add(
                bytes -> {
                    // Nothing is written before somebody waits for it, or has given up.
                    while (!isWaiting(closer) && open.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    takeSome(bytes, open.getCount() > 0 ? bytes.remaining() : 0);
                });
        add("last");

        closer.interrupt();
        lines.close();
        open.countDown();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(text()).isEqualTo("last\n");
    }

    @Test
    void writesALineStraightIntoItsBuffer() {
        lines.add(
                300,
                (buffer, at) -> {
                    buffer[at] = 'a';
                    buffer[at + 1] = '\n';
                    return at + 2;
                });
        add("b");
        lines.flush(PATIENCE);

        assertThat(text()).isEqualTo("a\nb\n");
    }

    @Test
    void dropsALineThatCouldNeverFit() {
        lines.add(
                CAPACITY + 1,
                (_, _) -> {
                    throw new AssertionError("asked for a line that is dropped");
                });
        lines.flush(PATIENCE);
        add("next");
        lines.flush(PATIENCE);

        assertThat(text()).isEqualTo("next\n!1\n");
        assertThat(lines.dropped()).isEqualTo(1);
    }

    private static LineWriter.Room room(int piece) {
        return new LineWriter.Room(CAPACITY, piece);
    }

    private void add(String... texts) {
        for (var text : texts) {
            lines.add((text + "\n").getBytes(UTF_8), false);
        }
    }

    private void take(ByteBuffer bytes) throws IOException {
        if (plan.isEmpty()) {
            takeSome(bytes, bytes.remaining());
        } else {
            plan.removeFirst().write(bytes);
        }
    }

    private synchronized void takeSome(ByteBuffer bytes, int most) {
        var taken = new byte[Math.min(most, bytes.remaining())];
        bytes.get(taken);
        written.writeBytes(taken);
    }

    private void hang(ByteBuffer bytes) throws IOException {
        hanging.countDown();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        takeSome(bytes, bytes.remaining());
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private synchronized String text() {
        return written.toString(UTF_8);
    }
}
