package dev.muster.process.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatTest {

    /** A process names itself as it likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a) S (b c",
                "",
                ")",
                "((((",
                ") Z 1 1 1",
                "two\nlines",
                "nginx: worker process",
                "\u00e9\u0001",
            })
    void readsProgramNamesThatLookLikeOtherFields(String program) {
        assertThat(Stat.parse(line(program, 'R', 3)))
                .isEqualTo(new Stat(4711, program, 'R', 1, 4710, 4700, 123_456, 3, 250));
    }

    @ParameterizedTest
    @CsvSource({
        "R, 1, false",
        "S, 1, false",
        "D, 1, false",
        "T, 1, false",
        "t, 1, false",
        "I, 1, false",
        "Z, 1, true",
        "Z, 0, true",
        // Its first thread ended, and others run on.
        "Z, 7, false",
        "X, 1, true",
    })
    void tellsWhetherItEnded(char state, int threads, boolean isZombie) {
        assertThat(Stat.parse(line("sh", state, threads)).isZombie()).isEqualTo(isZombie);
    }

    @Test
    void isAnEntryInBytes() {
        var entry = Stat.parse(line("sh", 'S', 1)).entry();

        assertThat(entry.pid()).isEqualTo(4711);
        assertThat(entry.parent()).isEqualTo(1);
        assertThat(entry.group()).hasValue(4710);
        assertThat(entry.session()).hasValue(4700);
        assertThat(entry.start()).isEqualTo(123_456);
        assertThat(entry.residentBytes()).hasValue(250L * Posix.pageSize());
    }

    private static String line(String program, char state, int threads) {
        return ("4711 (%s) %c 1 4710 4700 0 -1 4194304 100 0 0 0 1 1 0 0 20 0 %d 0"
                        + " 123456 1000000 250 18446744073709551615\n")
                .formatted(program, state, threads);
    }
}
