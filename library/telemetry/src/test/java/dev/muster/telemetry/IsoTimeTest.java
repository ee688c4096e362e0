package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoTimeTest {
    private final IsoTime time = new IsoTime();

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "1795601809250, 2026-11-25T10:16:49.250Z",
        "1795601760007, 2026-11-25T10:16:00.007Z"
    })
    void writesSecondsAndMillisecondsAlways(long epochMillis, String text) {
        assertThat(text(epochMillis)).isEqualTo(text);
        assertThat(text(epochMillis)).isEqualTo(text);
    }

    private String text(long epochMillis) {
        var line = new StringBuilder();
        time.append(epochMillis, line);
        return line.toString();
    }
}
