package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountedTest {
    @ParameterizedTest
    @CsvSource({"0, 0 replicas", "1, 1 replica", "7, 7 replicas", "1204, '1,204 replicas'"})
    void saysHowManyThereAre(long count, String text) {
        assertThat(Counted.of(count, "replica")).isEqualTo(text);
    }
}
