package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.ManualTime;
import dev.muster.store.StoreBackend;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class LogStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LogConfig CAPPED =
            new LogConfig(1 << 16, 1 << 19, 1 << 18, Duration.ofMillis(100));

    @TempDir private Path folder;
    private LogStore logs;

    @BeforeEach
    void open() {
        logs = new LogStore(folder, LogConfig.standard(), StoreBackend.SYSTEM);
    }

    @Test
    void hasNoLinesBeforeThereIsAFolder() {
        var none = new LogStore(folder.resolve("later"), LogConfig.standard(), StoreBackend.SYSTEM);

        assertThat(none.query(LogQuery.newest(10))).isEqualTo(new LogPage(List.of(), true));
    }

    @Test
    void mergesReplicasByTimeAndKeepsTheNewest() throws IOException {
        write("orders-1", ecs(1, "INFO", "a"), ecs(3, "INFO", "c"), ecs(5, "INFO", "e"));
        write("orders-2", ecs(2, "INFO", "b"), ecs(4, "INFO", "d"));

        var page = logs.query(LogQuery.newest(4));

        assertThat(page.entries())
                .extracting(LogEntry::message)
                .containsExactly("b", "c", "d", "e");
        assertThat(page.entries()).extracting(LogEntry::replica).startsWith("orders-2", "orders-1");
        assertThat(page.complete()).isTrue();
    }

    @Test
    void filtersByServiceReplicaLevelTextAndTime() throws IOException {
        write(
                "orders-1",
                ecs(1, "ERROR", "refused by Bank"),
                ecs(2, "WARN", "slow bank"),
                ecs(3, "INFO", "ok"),
                "plain without a level");
        write("orders-2", ecs(4, "ERROR", "x"));
        write("orders-db-1", ecs(5, "ERROR", "y"));

        assertThat(messages(LogQuery.newest(9).service("orders").level(LogLevel.WARN)))
                .containsExactly("refused by Bank", "slow bank", "x");
        assertThat(messages(LogQuery.newest(9).replica("orders-1").text("BANK")))
                .containsExactly("refused by Bank", "slow bank");
        assertThat(messages(LogQuery.newest(9).since(NOON.plusSeconds(3))))
                .containsExactly("ok", "plain without a level", "x", "y");
        assertThat(messages(LogQuery.newest(9).text("nowhere"))).isEmpty();
        assertThat(messages(LogQuery.newest(0))).isEmpty();
    }

    @Test
    void findsATextInTheTraceIdAndInTheStackTrace() throws IOException {
        write(
                "orders-1",
                "{\"@timestamp\":\"2026-11-23T12:00:00Z\",\"message\":\"m\",\"trace.id\":\"4bf9\"}",
                "java.lang.IllegalStateException: late",
                "\tat dev.muster.Desk.place(Desk.java:12)",
                "Caused by: java.io.IOException: reset",
                "\t... 12 more",
                "next");

        assertThat(messages(LogQuery.newest(9).text("4BF9"))).containsExactly("m");
        var entry = logs.query(LogQuery.newest(9).text("io.ioexception")).entries().getFirst();
        assertThat(entry.message()).isEqualTo("java.lang.IllegalStateException: late");
        assertThat(entry.detail())
                .contains(
                        "\tat dev.muster.Desk.place(Desk.java:12)\n"
                                + "Caused by: java.io.IOException: reset\n\t... 12 more");
    }

    @Test
    void aPlainLineHasTheTimeOfTheLineBeforeItElseOfTheFile() throws IOException {
        write("orders-1", "first of all", ecs(1, "INFO", "a"), "plain", "Exception in x", "\tat y");
        Files.setLastModifiedTime(folder.resolve("orders-1.log"), FileTime.from(NOON));

        var entries = logs.query(LogQuery.newest(9)).entries();

        assertThat(entries)
                .extracting(entry -> entry.message() + " " + Duration.between(NOON, entry.at()))
                .containsExactly(
                        "first of all PT0S", "a PT1S", "plain PT1S", "Exception in x PT1S");
    }

    @Test
    void showsLinesThatGoOnFromNothing() throws IOException {
        write("orders-1", "  a banner", "  of two lines", "started");

        var first = logs.query(LogQuery.newest(9)).entries().getFirst();

        assertThat(first.message()).isEqualTo("  a banner");
        assertThat(first.detail()).contains("  of two lines");
    }

    @Test
    void keepsALineWithANulInItWhole() throws IOException {
        write("orders-1", "a\0b", "\0\0begins", "ends\0", "x".repeat(300_000) + "\0y");

        assertThat(messages(LogQuery.newest(9)))
                .startsWith("a\\u0000b", "begins", "ends\\u0000")
                .hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("stackTraces")
    void keepsAStackTraceWithItsLine(String written, String head, int entries) throws IOException {
        Files.writeString(folder.resolve("orders-1.log"), "before\n" + written + "after\n");

        var backend = new ManualTime(Instant.parse("2026-11-28T03:00:00Z")).backend();
        var seen = new Arrivals(folder, backend);
        var store = new LogStore(folder, LogConfig.standard(), seen, backend);
        var found = store.query(LogQuery.newest(99)).entries();

        assertThat(found).hasSize(entries + 2);
        assertThat(found.getFirst().message()).isEqualTo("before");
        assertThat(found.getLast().message()).isEqualTo("after");
        assertThat(found.get(1).message()).isEqualTo(head);
        assertThat(found.get(1).level()).contains(LogLevel.ERROR);
        assertThat(found.get(1).detail()).isPresent();

        var tail = new LogTail(folder, LogQuery.newest(0), LogConfig.standard(), seen, backend);
        var heard = new ArrayList<>(tail.poll());
        heard.addAll(tail.poll());
        assertThat(heard)
                .extracting(entry -> entry.message() + entry.detail() + entry.level())
                .containsExactlyInAnyOrderElementsOf(
                        found.stream()
                                .map(entry -> entry.message() + entry.detail() + entry.level())
                                .toList());
    }

    /** What is written, the message it belongs to, and how many entries it makes. */
    static Stream<Arguments> stackTraces() {
        return Stream.concat(ofPython(), ofOtherLanguages());
    }

    private static Stream<Arguments> ofPython() {
        return Stream.of(
                Arguments.of(
                        """
                        2026-11-28 02:43:01,730 ERROR shop.desk: it broke
                        Traceback (most recent call last):
                          File "/app/logs.py", line 7, in one
                            try: 1/0
                                 ~^~
                        ZeroDivisionError: division by zero

                        During handling of the above exception, another exception occurred:

                        Traceback (most recent call last):
                          File "/app/logs.py", line 9, in one
                            raise shop.Broken("x")
                        shop.Broken: x
                        """,
                        "shop.desk: it broke",
                        1),
                Arguments.of(
                        """
                        Traceback (most recent call last):
                          File "/app/logs.py", line 10, in <module>
                            raise RuntimeError("last words")
                        RuntimeError: last words
                        """,
                        "Traceback (most recent call last):",
                        1));
    }

    private static Stream<Arguments> ofOtherLanguages() {
        return Stream.of(
                Arguments.of(
                        """
                        2026-11-28 02:43:25.123 ERROR 1 --- [main] c.e.App : it broke

                        java.lang.IllegalStateException: late
                        \tat c.e.App.main(App.java:3)
                        Caused by: java.io.IOException: reset
                        \t... 1 common frames omitted
                        """,
                        "it broke",
                        1),
                Arguments.of(
                        """
                        panic: at last

                        goroutine 1 [running]:
                        main.main()
                        \t/app/main.go:48 +0x156b
                        created by main.(*Desk).open in goroutine 7
                        \t/app/desk.go:12 +0x11
                        exit status 2
                        """,
                        "panic: at last",
                        1),
                Arguments.of(
                        """
                        /app/main.js:4
                        function f(){ throw new Error('uncaught at last'); } f();
                                      ^

                        Error: uncaught at last
                            at f (/app/main.js:4:21)
                            at node:internal/main/run_main_module:28:49

                        Node.js v20.20.2
                        """,
                        "/app/main.js:4",
                        2));
    }

    @Test
    void showsTheLastLineThoughItHasNoEnd() throws IOException {
        write("orders-1", ecs(1, "INFO", "a"));
        Files.writeString(folder.resolve("orders-1.log"), "Killed", StandardOpenOption.APPEND);

        assertThat(messages(LogQuery.newest(9))).containsExactly("a", "Killed");
    }

    @Test
    void skipsAHeadGivenBackToTheDiskAndTheTornLineAfterIt() throws IOException {
        Path file = folder.resolve("orders-1.log");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(3L << 30);
            sparse.write(
                    ("\":\"torn\"}\n" + ecs(1, "INFO", "a") + "\n" + ecs(2, "INFO", "b") + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        }

        var page = logs.query(LogQuery.newest(9));

        assertThat(page.entries()).extracting(LogEntry::message).containsExactly("a", "b");
        assertThat(page.complete()).isTrue();
    }

    @Test
    void readsOnBehindZerosThatACrashLeft() throws IOException {
        write(
                "orders-1",
                ecs(1, "INFO", "before"),
                "\0".repeat(5000) + "lost its head",
                ecs(2, "INFO", "a"),
                "\0".repeat(10) + ecs(3, "INFO", "b"));

        assertThat(messages(LogQuery.newest(9))).containsExactly("before", "a", "b");
    }

    @Test
    void cutsAVeryLongLineAndReadsOnBehindIt() throws IOException {
        write(
                "orders-1",
                ecs(1, "INFO", "a"),
                "x".repeat(3_000_000),
                ecs(2, "INFO", "b"),
                "y".repeat(65_537));

        var messages = messages(LogQuery.newest(9));

        assertThat(messages).hasSize(4);
        assertThat(messages.get(1))
                .hasSizeLessThan(66_000)
                .endsWith("xxx ... (cut: the line has 3,000,000 bytes)");
        assertThat(messages.get(3)).endsWith("y ... (cut: the line has 65,537 bytes)");
    }

    @Test
    void readsLinesOfEveryLengthAcrossEveryChunk() throws IOException {
        var random = new Random(7);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(200);
            lines.add(i + ":" + "é".repeat(length / 2));
        }
        write("orders-1", lines.toArray(String[]::new));

        assertThat(messages(LogQuery.newest(1_000))).isEqualTo(lines);
    }

    @Test
    void saysWhenASearchEndedAtItsCap() throws IOException {
        String[] lines =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> ecs(i, "INFO", "line " + i))
                        .toArray(String[]::new);
        write("orders-1", lines);
        var capped = new LogStore(folder, CAPPED, StoreBackend.SYSTEM);

        assertThat(capped.query(LogQuery.newest(9).text("line 3 ")).complete()).isFalse();
        assertThat(capped.query(LogQuery.newest(9).text("line 1999")).complete()).isTrue();
        assertThat(logs.query(LogQuery.newest(9).text("line 3 ")).complete()).isTrue();
    }

    @Test
    void searchesTheEndOfEveryFileWhereAllOfThemAreTooLong() throws IOException {
        for (int replica = 1; replica <= 4; replica++) {
            String[] lines =
                    IntStream.range(0, 5_000)
                            .mapToObj(i -> ecs(i, "INFO", "line " + i))
                            .toArray(String[]::new);
            write("orders-" + replica, lines);
        }

        var page =
                new LogStore(folder, CAPPED, StoreBackend.SYSTEM)
                        .query(LogQuery.newest(9).text("line 4999"));

        assertThat(page.entries()).hasSize(4);
        assertThat(page.complete()).isFalse();
    }

    @Test
    void answersWithNoMoreTextThanItsCapAndSaysSo() throws IOException {
        String[] lines =
                IntStream.range(0, 8)
                        .mapToObj(i -> ecs(i, "INFO", i + "x".repeat(60_000)))
                        .toArray(String[]::new);
        write("orders-1", lines);
        write("orders-2", lines);

        var brief = new LogConfig(1 << 16, 1 << 30, 1 << 18, Duration.ofMillis(100));
        var page = new LogStore(folder, brief, StoreBackend.SYSTEM).query(LogQuery.newest(16));

        assertThat(page.entries()).extracting(LogEntry::at).startsWith(NOON.plusSeconds(6));
        assertThat(page.entries()).hasSize(4);
        assertThat(page.complete()).isFalse();
    }

    @Test
    void keepsTheBeginningOfAVeryLongStackTrace() throws IOException {
        var frame = "\tat " + "a".repeat(10_000);
        write(
                "orders-1",
                "Exception in x",
                frame + "0",
                (frame + "\n").repeat(400).stripTrailing());

        var detail = logs.query(LogQuery.newest(1)).entries().getFirst().detail().orElseThrow();

        assertThat(detail.indexOf(frame + "0\n")).isZero();
        assertThat(detail.length()).isLessThan(300_000);
        assertThat(detail.lines().toList().getLast()).isEqualTo("... (375 more lines)");
    }

    @Test
    void findsATextThatSomeWritersOfJsonEscape() throws IOException {
        write(
                "orders-1",
                "{\"@timestamp\":\"2026-11-23T12:00:00Z\",\"message\":\"a \\u003cb\\u003e\"}");

        assertThat(messages(LogQuery.newest(9).text("<b>"))).containsExactly("a <b>");
    }

    @Test
    void sinceEndsTheSearchWithoutReadingTheWholeFile() throws IOException {
        String[] lines =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> ecs(i, "INFO", "line " + i))
                        .toArray(String[]::new);
        write("orders-1", lines);
        var capped = new LogStore(folder, CAPPED, StoreBackend.SYSTEM);

        var page = capped.query(LogQuery.newest(9).text("no such").since(NOON.plusSeconds(19_900)));

        assertThat(page.complete()).isTrue();
    }

    @Test
    void saysHowFastALargeFileIsRead() throws IOException {
        Path file = folder.resolve("orders-1.log");
        int lines = 200_000;
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                out.write(ecs(i / 1000, "INFO", "charged order " + i + ", 19.90 EUR"));
                out.write('\n');
            }
        }
        double megabytes = Files.size(file) / 1e6;
        print("newest 200 lines", megabytes, LogQuery.newest(200));
        print("a text found nowhere", megabytes, LogQuery.newest(200).text("not in any line"));
        print("a text in the first line", megabytes, LogQuery.newest(1).text("order 0,"));
        print("a level of no line", megabytes, LogQuery.newest(200).level(LogLevel.ERROR));
    }

    private void print(String what, double megabytes, LogQuery query) {
        logs.query(query);
        long began = System.nanoTime();
        var page = logs.query(query);
        System.out.printf(
                "%s: %.1f ms of %.0f MB, %d found%n",
                what, (System.nanoTime() - began) / 1e6, megabytes, page.entries().size());
    }

    private List<String> messages(LogQuery query) {
        return logs.query(query).entries().stream().map(LogEntry::message).toList();
    }

    private void write(String replica, String... lines) throws IOException {
        Files.writeString(folder.resolve(replica + ".log"), String.join("\n", lines) + "\n");
    }

    private static String ecs(int second, String level, String message) {
        return """
        {"@timestamp":"%s","log.level":"%s","message":"%s","log.logger":"x"}\
        """
                .formatted(NOON.plusSeconds(second), level, message);
    }
}
