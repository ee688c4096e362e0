package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.StoreBackend;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class LogTailTest {
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<LogEntry> heard = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    /** Time passes where it is waited for, and nowhere else. */
    private final StoreBackend backend =
            new StoreBackend(() -> NOON.plusNanos(nanos), () -> nanos, this::pause, Thread::new);

    @TempDir private Path folder;
    private LogTail tail;

    @BeforeEach
    void begin() throws IOException {
        append("orders-1", "before\nhalf ");
        tail =
                new LogTail(
                        folder,
                        LogQuery.newest(0),
                        new LogConfig(64, 1_000, 1_000, Duration.ofSeconds(1)),
                        new Arrivals(folder, backend),
                        backend);
        tail.begin();
    }

    @Test
    void givesAPlainLineOnceNothingMoreCanBelongToIt() throws IOException {
        append("orders-1", "a line\nExcep");
        poll();
        assertThat(messages()).isEmpty();
        append("orders-1", "tion: x\n");
        poll();
        assertThat(messages()).containsExactly("half a line");
        append("orders-1", "\tat y\n\tat z\n");
        poll();
        poll();

        assertThat(messages()).containsExactly("half a line", "Exception: x");
        assertThat(heard.getLast().detail()).contains("\tat y\n\tat z");
    }

    @Test
    void givesAStructuredLineAtOnce() throws IOException {
        append("payments-1", "{\"message\":\"a\"}\n");
        poll();

        assertThat(messages()).containsExactly("a");
    }

    @Test
    void givesTheLastWordsOfAKilledProcessAfterAWhile() throws IOException {
        append("orders-1", "done");
        for (int i = 0; i < 12; i++) {
            poll();
        }
        assertThat(messages()).containsExactly("half done");
        append("orders-1", "{\"message\":\"started again\"}\n");
        poll();

        assertThat(messages()).containsExactly("half done", "started again");
    }

    @Test
    void beginsAgainWhereAFileIsTruncated() throws IOException {
        Files.writeString(folder.resolve("orders-1.log"), "new\n");
        poll();
        poll();

        assertThat(messages()).contains("new");
    }

    @Test
    void beginsAgainWhereAFileIsReplacedByALongerOne() throws IOException {
        Path fresh = folder.resolve("fresh");
        Files.writeString(fresh, "{\"message\":\"new file\"}\n".repeat(3));
        Files.move(
                fresh,
                folder.resolve("orders-1.log"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        poll();

        assertThat(messages()).containsExactly("new file", "new file", "new file");
    }

    @Test
    void cutsALongLineThatComesInPieces() throws IOException {
        append("orders-1", "\n");
        for (int i = 0; i < 10; i++) {
            append("orders-1", "0123456789");
            poll();
        }
        append("orders-1", "\nnext\n");
        poll();
        poll();

        assertThat(messages())
                .containsExactly(
                        "half ",
                        "0123456789".repeat(6) + "0123 ... (cut: the line has 100 bytes)",
                        "next");
    }

    @Test
    void skipsZerosAndTheTornLineAfterThem() throws IOException {
        append("orders-1", "x\n" + "\0".repeat(100_000) + "torn\n{\"message\":\"b\"}\n");
        poll();

        assertThat(messages()).containsExactly("half x", "b");
    }

    @Test
    void keepsALineWithANulInItWholeHoweverItComes() throws IOException {
        append("orders-1", "x\na\0");
        poll();
        append("orders-1", "\0b\nnext\n");
        poll();
        poll();

        assertThat(messages()).containsExactly("half x", "a\\u0000\\u0000b", "next");
    }

    @Test
    void followingGivesTheBacklogAndThenEveryLineOnce() throws Exception {
        Files.delete(folder.resolve("orders-1.log"));
        for (int i = 0; i < 500; i++) {
            append("payments-1", "{\"message\":\"line " + i + "\"}\n");
        }
        var following = logs().follow(LogQuery.newest(500));
        for (int i = 500; i < 2_000; i++) {
            append("payments-1", "{\"message\":\"line " + i + "\"}\n");
        }

        hear(following, 2_000);

        assertThat(messages())
                .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void followingTakesInReplicasThatAppearLaterAndOnlyTheWantedOnes() throws Exception {
        var following = logs().follow(LogQuery.newest(10).service("payments"));
        append("payments-2", "{\"message\":\"hello\"}\n");
        append("orders-1", "{\"message\":\"not wanted\"}\n");
        append("payments-3", "{\"message\":\"hello too\"}\n");

        hear(following, 2);

        assertThat(messages()).containsExactlyInAnyOrder("hello", "hello too");
    }

    @Test
    void aReaderThatIsSlowFindsInTheFilesWhatItHasNotSeen() throws Exception {
        var following = logs().follow(LogQuery.newest(0));
        var line = "{\"message\":\"" + "x".repeat(1_000) + "\"}\n";
        for (int replica = 1; replica <= 4; replica++) {
            append("payments-" + replica, line.repeat(3_000));
        }

        heard.addAll(following.poll());
        assertThat(heard.size()).as("one look's share of 12 MB").isBetween(2_000, 5_000);
        hear(following, 12_000);
    }

    @Test
    void looksAgainAndAgainAndGivesUpWhereNothingIsWrittenWhileItsReaderWaits() throws Exception {
        var following = logs().follow(LogQuery.newest(0));

        assertThat(following.next(Duration.ofMillis(12))).isEmpty();

        assertThat(pauses).containsExactly(EVERY, EVERY, EVERY);
    }

    @Test
    void looksAtOnceForAReaderThatWasAwayForLongerThanAPause() throws Exception {
        var following = logs().follow(LogQuery.newest(0));
        append("payments-1", "{\"message\":\"a\"}\n");
        nanos += Duration.ofSeconds(1).toNanos();

        heard.addAll(following.next(Duration.ofMinutes(1)));

        assertThat(messages()).containsExactly("a");
        assertThat(pauses).singleElement().satisfies(pause -> assertThat(pause).isNegative());
    }

    private LogStore logs() {
        return new LogStore(folder, new LogConfig(1 << 16, 1 << 20, 1 << 20, EVERY), backend);
    }

    private void pause(Duration duration) {
        pauses.add(duration);
        nanos += Math.max(0, duration.toNanos());
    }

    private void hear(LogTail following, int lines) throws InterruptedException {
        while (heard.size() < lines) {
            heard.addAll(following.next(Duration.ofSeconds(1)));
        }
    }

    private void poll() {
        heard.addAll(tail.poll());
    }

    private List<String> messages() {
        return heard.stream().map(LogEntry::message).toList();
    }

    private void append(String replica, String text) throws IOException {
        Files.writeString(
                folder.resolve(replica + ".log"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
