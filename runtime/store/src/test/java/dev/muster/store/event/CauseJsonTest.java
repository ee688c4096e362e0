package dev.muster.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.fleet.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.JacksonException;

import java.time.Duration;
import java.util.Optional;

/** A cause is read whole or not at all. */
final class CauseJsonTest {
    private static final Cause.Exited EXITED =
            new Cause.Exited(1, Duration.ofMillis(300), Optional.empty(), false);

    @Test
    void readsWhatItWrote() {
        var cause = new Cause.StartingAgain(EXITED, 2, 10, Optional.of(Duration.ofMillis(400)));

        var parameters = CauseJson.parameters(cause);

        assertThat(parameters.toString())
                .isEqualTo(
                        "{failure={code=exited, status=1, ranFor=PT0.3S, diskFull=false},"
                                + " attempt=2, attempts=10, pause=PT0.4S}");
        assertThat(CauseJson.values(CauseJson.write(parameters))).isEqualTo(parameters);
        assertThat(CauseJson.cause("starting-again", parameters)).contains(cause);
    }

    @Test
    void readsALongNumberAsItWillBeReadAgain() {
        var parameters = CauseJson.parameters(new Cause.DiskHasRoom("/srv", 7));

        assertThat(CauseJson.values(CauseJson.write(parameters))).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exited|{\"ranFor\":\"PT0.3S\",\"diskFull\":false}",
                "exited|{\"status\":1,\"diskFull\":false}",
                "exited|{\"status\":1,\"ranFor\":\"PT0.3S\"}",
                "exited|{\"status\":null,\"ranFor\":\"PT0.3S\",\"diskFull\":false}",
                "exited|{\"status\":1,\"ranFor\":null,\"diskFull\":false}",
                "exited|{}",
                "told|{}",
                "told|{\"text\":null}",
                "waiting-for-needs|{\"needs\":null}",
                "waiting-for-needs|{\"needs\":[null]}",
                "gave-up|{\"failures\":3}",
                "gave-up|{\"failures\":3,\"last\":null}",
                "gave-up|{\"failures\":3,\"last\":{\"code\":\"exited\",\"status\":1}}",
                "gave-up|{\"failures\":3,\"last\":{\"code\":\"sunk\"}}",
                "gave-up|{\"failures\":3,\"last\":{\"code\":\"building\"}}",
                "sunk|{}",
            })
    void readsNoCauseOfWhichSomethingIsMissing(String code, String parameters) {
        assertThat(CauseJson.cause(code, CauseJson.values(parameters))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "\"text\"", "{\"text\":"})
    void takesNothingButAnObjectForParameters(String text) {
        assertThatThrownBy(() -> CauseJson.values(text)).isInstanceOf(JacksonException.class);
    }
}
