package dev.muster.drivers.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** What is told of an exit, from what the programs of many languages really wrote before it. */
final class LastWordsTest {

    @ParameterizedTest
    @MethodSource("exits")
    void areThoseThatTellWhy(Exit exit) throws IOException {
        Path file = Files.createTempFile("last-words", ".log");
        try {
            Files.writeString(file, exit.written());

            assertThat(new LogFile(file, 1 << 20).lastWords(0)).hasValue(exit.told());
        } finally {
            Files.delete(file);
        }
    }

    record Exit(String title, String told, String written) {
        @Override
        public String toString() {
            return title;
        }
    }

    private static Stream<Exit> exits() throws IOException {
        try (var in =
                Objects.requireNonNull(
                        LastWordsTest.class.getResourceAsStream("/last-words.txt"))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^=== ")).skip(1).map(LastWordsTest::exit);
        }
    }

    private static Exit exit(String section) {
        String[] parts = section.split("\n(?:--> )?", 3);
        return new Exit(parts[0], parts[1], parts[2]);
    }
}
