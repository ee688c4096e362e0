package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

/** What a service makes of what it is told. */
final class EnvironmentTest {
    @Test
    void takesAsLongToStopAsItsSupervisorWaits() {
        assertThat(told("10s").stopGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(told("2500ms").stopGrace()).isEqualTo(Duration.ofMillis(2500));
        assertThat(new Environment(Map.of()).stopGrace()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "soon", "-1s", "1h", "99999999999s"})
    void refusesAGraceThatIsNoDuration(String grace) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> told(grace).stopGrace())
                .withMessage(
                        "MUSTER_STOP_GRACE is \"%s\"; it must be a duration such as 10s or 500ms",
                        grace);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "localhost, 127.0.0.1",
        "' 127.0.0.1 ', 127.0.0.1",
        "'', 127.0.0.1"
    })
    void listensWhereItIsTold(String address, String bound) {
        assertThat(new Environment(Map.of("MUSTER_BIND", address)).bindAddress()).isEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "nobody.invalid",
                "1.2.3",
                "256.0.0.1",
                "127.0.0.1:80",
                "*",
                "a b"
            })
    void refusesAnAddressThatIsNotOurs(String address) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> new Environment(Map.of("MUSTER_BIND", address)).bindAddress())
                .withMessage(
                        "MUSTER_BIND is \"%s\"; it must be an address of this machine, such as"
                                + " 127.0.0.1, 0.0.0.0 or ::",
                        address);
    }

    private static Environment told(String grace) {
        return new Environment(Map.of("MUSTER_STOP_GRACE", grace));
    }
}
