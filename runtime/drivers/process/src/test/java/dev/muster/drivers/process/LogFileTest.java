package dev.muster.drivers.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

final class LogFileTest {

    private static final int CAP = 1 << 20;

    @TempDir Path directory;

    @Test
    void givesTheHeadBackToTheDiskAndKeepsEveryLaterLine() throws Exception {
        var log = new LogFile(write("x".repeat(99) + "\n", 30_000), CAP);

        assertThat(log.trim()).isTrue();

        Files.writeString(file(), "the end\n", StandardOpenOption.APPEND);
        assertThat(log.lastLines(0)).endsWith("x".repeat(99), "the end");
        assertThat(Files.size(file())).isEqualTo(3_000_008);
        assertThat(blocks()).isLessThan(CAP);
        assertThat(zerosAtTheHead()).isEqualTo(3_000_000 - CAP / 2);
        assertThat(log.trim()).isFalse();
    }

    @Test
    void tellsTheLastWordsOfPlainAndOfStructuredLines() throws IOException {
        assertThat(lastWords("first\nno such table\n\n")).isEqualTo("no such table");
        assertThat(lastWords("{\"message\":\"cannot start\",\"error.message\":\"no database\"}\n"))
                .isEqualTo("cannot start: no database");
        assertThat(
                        lastWords(
                                """
                                Exception in thread "main" java.lang.IllegalStateException: no port
                                \tat Main.main(Main.java:3)
                                \tat java.base/java.lang.Thread.run(Thread.java:1)
                                """))
                .isEqualTo("Exception in thread \"main\" java.lang.IllegalStateException: no port");
        assertThat(lastWords("\u001B[31mred\u001B[0m\u0007\n")).isEqualTo("red");
    }

    @Test
    void saysNothingForAReplicaThatWroteNothing() throws IOException {
        var log = new LogFile(write("of an earlier start\n", 1), CAP);

        assertThat(log.lastWords(Files.size(file()))).isEmpty();
    }

    private String lastWords(String text) throws IOException {
        Files.writeString(file(), text);
        return new LogFile(file(), CAP).lastWords(0).orElseThrow();
    }

    private Path write(String line, int times) throws IOException {
        return Files.writeString(file(), line.repeat(times));
    }

    private Path file() {
        return directory.resolve("orders-1.log");
    }

    private int zerosAtTheHead() throws IOException {
        var bytes = Files.readAllBytes(file());
        int zeros = 0;
        while (bytes[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    /** What the file takes on the disk, in bytes. */
    private long blocks() throws IOException, InterruptedException {
        var stat = new ProcessBuilder("stat", "-c", "%b", file().toString()).start();
        try (var out = stat.inputReader()) {
            long blocks = Long.parseLong(out.readLine());
            stat.waitFor();
            return blocks * 512;
        }
    }
}
