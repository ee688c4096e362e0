package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static Environment told(String grace) {
        return new Environment(Map.of("MUSTER_STOP_GRACE", grace));
    }
}
