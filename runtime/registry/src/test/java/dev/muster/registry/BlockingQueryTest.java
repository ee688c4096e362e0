package dev.muster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.random.RandomGenerator;

final class BlockingQueryTest {
    @ParameterizedTest
    @CsvSource({
        "5m, PT5M",
        "1m30s, PT1M30S",
        "1.5s, PT1.5S",
        "250ms, PT0.25S",
        "10us, PT0.00001S",
        "0, PT0S",
        "0s, PT0S",
        "1h, PT1H",
    })
    void readsDurationsAsGoWritesThem(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "'', PT5M",
        "wait=0s, PT5M",
        "wait=30s, PT30S",
        "wait=10m, PT10M",
        "wait=1h, PT10M"
    })
    void waitsFiveMinutesUnlessSaidAndTenAtMost(String query, Duration longest) throws Exception {
        var asked = BlockingQuery.of(Request.get("/?index=1&" + query), () -> 0);

        assertThat(asked.waits()).isTrue();
        assertThat(asked.longest()).isEqualTo(longest);
    }

    @Test
    void addsUpToASixteenthAtRandom() {
        var random = RandomGenerator.of("L64X128MixRandom");
        var base = Duration.ofMinutes(8);

        for (int i = 0; i < 1000; i++) {
            assertThat(BlockingQuery.longest(base, random))
                    .isBetween(base, base.plus(Duration.ofSeconds(30)));
        }
    }

    @Test
    void neverWaitsWithoutAnIndex() throws Exception {
        assertThat(BlockingQuery.of(Request.get("/?wait=5m"), () -> 0).waits()).isFalse();
        assertThat(BlockingQuery.of(Request.get("/?index=0"), () -> 0).waits()).isFalse();
    }
}
