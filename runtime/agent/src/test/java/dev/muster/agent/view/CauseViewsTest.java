package dev.muster.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentences;
import dev.muster.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class CauseViewsTest {

    /** A script that compares two outputs is to see what changed, and not a shuffle of the rest. */
    @Test
    void hasItsParametersInTheSameOrderAtEachStartOfTheAgent() {
        var cause = new Cause.FleetReadyInPart("shop", 7, 9, 11, Duration.ofSeconds(4));

        assertThat(Json.text(CauseViews.of("shop", cause, Sentences.of(cause))))
                .contains(
                        "\"parameters\":{\"fleet\":\"shop\",\"services\":7,\"ready\":9,\"wanted\":11,"
                            + "\"took\":\"PT4S\"}");
    }
}
