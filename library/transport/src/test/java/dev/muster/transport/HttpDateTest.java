package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

class HttpDateTest {
    @Test
    void writesTheExampleOfItsStandard() {
        assertThat(HttpDate.of(784_111_777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void saysWhatTheFormatterOfTheJdkSays() {
        var jdk =
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);
        for (long second = 0; second < 4_000_000_000L; second += 1_234_567) {
            assertThat(HttpDate.of(second)).isEqualTo(jdk.format(Instant.ofEpochSecond(second)));
        }
    }
}
