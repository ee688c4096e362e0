package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.ManualTime;

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

/** When bytes came, and which times lines have by it. */
class ArrivalsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path folder;
    private final ManualTime time = new ManualTime(NOON);
    private LogFile log;
    private Arrivals arrivals;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("orders-1.log"), "");
        log = LogFile.in(folder).getFirst();
        arrivals = begin();
    }

    @Test
    void knowsBetweenWhichLooksAByteCame() throws IOException {
        write("12345");
        write("67890");
        pass(10);
        write("x");

        assertThat(seconds(5)).isEqualTo("0-1");
        assertThat(seconds(6)).isEqualTo("1-2");
        assertThat(seconds(10)).isEqualTo("1-2");
        assertThat(seconds(11)).isEqualTo("12-13");
    }

    @Test
    void remembersOverTheEndOfAnAgent() throws IOException {
        write("12345");
        arrivals.close();
        pass(100);
        Files.writeString(log.path(), "while nobody looked", StandardOpenOption.APPEND);
        pass(100);

        arrivals = begin();

        assertThat(seconds(5)).isEqualTo("0-1");
        assertThat(arrivals.of(log, 9).from()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void looksByItselfAndKeepsWhatItSawForTheCaseThatItsAgentIsKilled() throws Exception {
        try (var watching = new Arrivals(folder, time.backend()).watching()) {
            time.awaitFirstPause();
            Files.writeString(log.path(), "12345");
            for (int look = 0; look < 20; look++) {
                time.passUntilNextPause(Duration.ofMillis(500));
            }

            var first = Duration.ofMillis(500);
            assertThat(watching.of(log, 5)).isEqualTo(new Arrival(NOON, NOON.plus(first)));
            assertThat(folder.resolve("orders-1.times"))
                    .hasContent("5 " + NOON.toEpochMilli() + " " + NOON.plus(first).toEpochMilli());
        }
    }

    @Test
    void forgetsAFileThatIsGone() throws IOException {
        write("12345");
        var watching = new Arrivals(folder, time.backend()).watching();
        Files.delete(log.path());
        time.pass(Duration.ofMinutes(1));

        watching.close();

        assertThat(watching.of(log, 5).by()).isEqualTo(time.now());
    }

    @Test
    void startsAnewWhereAFileDoes() throws IOException {
        write("12345");
        Files.writeString(log.path(), "1");
        pass(5);

        assertThat(seconds(1)).isEqualTo("1-5");
    }

    @Test
    void remembersALongHistoryMoreCoarselyButWhole() throws IOException {
        for (int i = 0; i < ArrivalMarks.MOST * 5; i++) {
            write("x");
        }
        arrivals.close();
        for (var known : List.of(arrivals, begin())) {
            var first = known.of(log, 1);
            assertThat(first.from()).isEqualTo(NOON);
            assertThat(Duration.between(first.from(), first.by())).isLessThan(Duration.ofHours(1));
            var last = known.of(log, ArrivalMarks.MOST * 5);
            assertThat(last.by()).isEqualTo(time.now());
        }
        try (var lines = Files.lines(folder.resolve("orders-1.times"))) {
            assertThat(lines.count()).isLessThan(ArrivalMarks.MOST * 5);
        }
    }

    @Test
    void believesATornFileOfTimesNothing() throws IOException {
        Files.writeString(folder.resolve("orders-1.times"), "5 1 2\n7 1");
        Files.writeString(log.path(), "12345", StandardOpenOption.APPEND);

        arrivals = begin();

        assertThat(arrivals.of(log, 5).by()).isAfter(Instant.EPOCH.plusSeconds(10));
    }

    @Test
    void aLineDatedWronglyDatesNoneButItself() throws IOException {
        write("plain\n");
        write("2099-01-01T00:00:00Z INFO from the future\n");
        write("after it\n");
        write("{\"@timestamp\":\"1970-01-01T00:00:00Z\",\"message\":\"from the past\"}\n");
        write("2026-11-23T12:00:04.500Z INFO right\nat once after\n");
        write("last\n");

        var query = LogQuery.newest(9).since(NOON);
        var search = new LogSearch(log, query, LogConfig.standard(), arrivals);
        search.run(Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(search.found().reversed())
                .extracting(
                        entry ->
                                Duration.between(NOON, entry.at()).toMillis()
                                        + " "
                                        + entry.message())
                .containsExactly(
                        "0 plain",
                        "1000 2099-01-01T00:00:00Z INFO from the future",
                        "2000 after it",
                        "3000 from the past",
                        "4500 right",
                        "4500 at once after",
                        "5000 last");
    }

    @Test
    void linesStayInTheirOrderWhereSomeTellOnlyTheSecondAndOthersNothing() throws IOException {
        time.pass(Duration.ofMillis(400));
        arrivals.look(log);
        var written = List.of("first begins", "first step", "first ends", "second begins", "step");
        write(
                """
                2026/11/23 12:00:00 first begins
                first step
                2026-11-23T12:00:00Z INFO first ends
                2026/11/23 12:00:01 second begins
                step
                """);

        var search = new LogSearch(log, LogQuery.newest(9), LogConfig.standard(), arrivals);
        search.run(Long.MAX_VALUE, Long.MAX_VALUE);
        var tailed = TailedFile.atStart(log, 1_000, arrivals);
        var followed = new ArrayList<LogEntry>();
        tailed.poll(new byte[1_000], 1_000, followed::add);
        tailed.poll(new byte[1_000], 1_000, followed::add);

        for (var found : List.of(search.found().reversed(), followed)) {
            assertThat(found).extracting(LogEntry::message).isEqualTo(written);
            assertThat(found).extracting(LogEntry::at).isSorted();
        }
    }

    @Test
    void aSecondWithAFractionIsTheLinesOwn() throws IOException {
        time.pass(Duration.ofMillis(400));
        arrivals.look(log);
        write("2026-11-23T12:00:00.000Z INFO told\n2026-11-23T12:00:00Z INFO rounded\n");

        var search = new LogSearch(log, LogQuery.newest(9), LogConfig.standard(), arrivals);
        search.run(Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(search.found().reversed())
                .extracting(LogEntry::at)
                .containsExactly(NOON, NOON.plusMillis(400));
    }

    private Arrivals begin() {
        var begun = new Arrivals(folder, time.backend());
        begun.look(log);
        return begun;
    }

    /** A second passes, in which {@code text} is written. */
    private void write(String text) throws IOException {
        Files.writeString(log.path(), text, StandardOpenOption.APPEND);
        pass(1);
    }

    private void pass(int seconds) {
        if (seconds > 1) {
            time.pass(Duration.ofSeconds(seconds - 1));
            arrivals.look(log);
        }
        time.pass(Duration.ofSeconds(1));
        arrivals.look(log);
    }

    private String seconds(long end) {
        var arrival = arrivals.of(log, end);
        return Duration.between(NOON, arrival.from()).toSeconds()
                + "-"
                + Duration.between(NOON, arrival.by()).toSeconds();
    }
}
