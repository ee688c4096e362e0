package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {
    @ParameterizedTest
    @CsvSource({
        "text/event-stream, true",
        "Text/Event-Stream; charset=utf-8, true",
        "text/plain, false",
        "'', false",
    })
    void tellsEventsHoweverTheirTypeIsWritten(String contentType, boolean isOfEvents) {
        assertThat(MediaType.isOfEvents(contentType)).isEqualTo(isOfEvents);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "Application/JSON; charset=UTF-8, true",
        "application/problem+json, true",
        "text/json, false",
        "application/jsonp, false",
    })
    void tellsJsonHoweverItsTypeIsWritten(String contentType, boolean isJson) {
        assertThat(MediaType.of(contentType).isJson()).isEqualTo(isJson);
    }
}
