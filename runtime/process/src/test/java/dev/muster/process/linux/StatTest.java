package dev.muster.process.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatTest {

    @Test
    void readsProgramNamesThatLookLikeOtherFields() {
        var stat =
                Stat.parse(
                        "4711 (a) S (b c) R 1 4710 4700 0 -1 4194304 100 0 0 0 1 1 0 0 20 0 3 0"
                                + " 123456 1000000 250 18446744073709551615");

        assertThat(stat)
                .isEqualTo(new Stat(4711, "a) S (b c", 'R', 1, 4710, 4700, 123_456, 3, 250));
    }
}
