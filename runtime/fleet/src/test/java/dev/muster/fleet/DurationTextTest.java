package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.function.Function;

/** The page words its durations by the same cases: {@code DurationsOfThePageTest}. */
class DurationTextTest {
    private final JsonNode cases =
            JsonMapper.shared()
                    .readTree(DurationTextTest.class.getResourceAsStream("durations.json"));

    @Test
    void saysHowLongSomethingTook() {
        check("exact", millis -> DurationText.of(duration(millis)));
    }

    @Test
    void saysTheLargestUnitWhereThatIsEnough() {
        check("coarse", millis -> DurationText.coarse(duration(millis)));
    }

    @Test
    void saysHowLongRequestsTake() {
        check("latency", millis -> DurationText.latency(Double.parseDouble(millis)));
    }

    private void check(String kind, Function<String, String> wording) {
        assertThat(cases.get(kind).properties())
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(wording.apply(each.getKey()))
                                        .isEqualTo(each.getValue().asString()));
    }

    private static Duration duration(String millis) {
        return Duration.ofMillis(Long.parseLong(millis));
    }
}
