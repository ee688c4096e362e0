package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SignalTest {

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "4711, true",
        "2147483647, true",
        "-2, true",
        "-4711, true",
        // The group of whoever asks, and everything that may be signalled.
        "0, false",
        "-1, false",
        // Cut to an int these are 0, -1 and 4711.
        "4294967296, false",
        "4294967295, false",
        "4294972007, false",
        "-9223372036854775808, false",
    })
    void isForOneProcessOrOneGroup(long pid, boolean isTarget) {
        assertThat(Signal.isTarget(pid)).isEqualTo(isTarget);
    }

    @ParameterizedTest
    @EnumSource
    void hasTheNumberThatAShellKnowsItBy(Signal signal) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", "kill -l " + signal.exitStatus()).start();

        assertThat(shell.inputReader().readLine()).isEqualTo(signal.name());
    }
}
