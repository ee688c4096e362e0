package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplicaNameTest {

    @Test
    void isServiceAndNumber() {
        assertThat(new ReplicaName("orders", 2)).hasToString("orders-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-2", "orders-v2-13", "a-1"})
    void isReadAsItIsWritten(String text) {
        assertThat(ReplicaName.read(text))
                .hasValueSatisfying(it -> assertThat(it).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "orders-", "-2", "orders-x", "orders-9999999999"})
    void isNotReadFromWhatIsSomethingElse(String text) {
        assertThat(ReplicaName.read(text)).isEmpty();
    }
}
