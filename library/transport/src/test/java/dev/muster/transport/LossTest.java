package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.balance.AttemptEvent;
import dev.muster.balance.Loss;
import dev.muster.transport.TransportException.Kind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossTest {
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, Unsent",
        "TIMEOUT, Late",
        "CLOSED_BEFORE_RESPONSE, Lost",
        "CLOSED_WITHIN_RESPONSE, Lost",
        "MALFORMED, Malformed",
        "HEAD_TOO_LARGE, Malformed",
        "TOO_LARGE, Malformed",
        "CLOSED_WITHIN_REQUEST, Failed",
        "CANCELLED, Failed",
        "CANNOT_LISTEN, Failed"
    })
    void everyFailureMeansOneThingForTheRequest(Kind kind, String event) {
        var told = new TransportException(kind, "x").loss().of(3, false, true);
        assertThat(told.getClass().getSimpleName()).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFailureKeepsItsWords(Kind kind) {
        var failure = new TransportException(kind, "connection reset").loss().failure("so it was");
        assertThat(failure.reason()).isEqualTo("so it was");
        assertThat(failure.outdone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aLostConnectionTellsWhatWasSentOnWhat(boolean reused, boolean sentWhole) {
        assertThat(Loss.LOST.of(1, reused, sentWhole))
                .isEqualTo(new AttemptEvent.Lost(1, reused, sentWhole));
    }
}
