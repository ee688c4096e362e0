package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

final class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "GET, GET",
        "HEAD, HEAD",
        "POST, POST",
        "PUT, PUT",
        "DELETE, DELETE",
        "CONNECT, CONNECT",
        "OPTIONS, OPTIONS",
        "TRACE, TRACE",
        "PATCH, PATCH",
        "get, _OTHER",
        "BREW, _OTHER",
        "'', _OTHER",
        "GET x, _OTHER",
    })
    void knowsTheStandardMethodsAndNoOthers(String method, String label) {
        assertThat(Labels.method(method)).isEqualTo(label);
    }

    @Test
    void hasATextForEveryStatusThatAResponseCanHave() {
        for (int status = 0; status < 600; status++) {
            assertThat(Labels.status(status)).isEqualTo(Integer.toString(status));
        }
    }

    @Test
    void namesAnErrorByItsClassOrByWhatThatExtends() {
        assertThat(Labels.error(new IOException("gone"))).isEqualTo("IOException");
        assertThat(Labels.error(new StackOverflowError())).isEqualTo("StackOverflowError");
        assertThat(Labels.error(new IOException() {})).isEqualTo("IOException");
    }
}
