package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** W3C Trace Context, level 2, section 3.3. */
final class TraceStateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | a=1",
                "a=1,b=2 | a=1,b=2",
                "' a=1 ,\t b=2 ' | a=1,b=2",
                "',,a=1,,' | a=1",
                "'' | ''",
                "rojo=00f067aa0ba902b7 | rojo=00f067aa0ba902b7",
                "fw529a3039@dt=FfD8/* | fw529a3039@dt=FfD8/*",
                "0a_-*/@z=x | 0a_-*/@z=x",
                "'a=one two' | a=one two",
            })
    void isPassedOnInItsOrderWithoutWhatIsEmpty(String line, String combined) {
        assertThat(TraceState.combined(List.of(line))).isEqualTo(combined);
    }

    @Test
    void mayHaveAnyPrintableCharacterButItsOwnSignsInAValue() {
        var member = "a=!\"#$%&'()*+-./09:;<>?@AZ[\\]^_`az{|}~";

        assertThat(TraceState.combined(List.of(member))).isEqualTo(member);
    }

    @Test
    void isOneListHoweverManyLinesItComesIn() {
        assertThat(TraceState.combined(List.of("a=1", "", "b=2, c=3"))).isEqualTo("a=1,b=2,c=3");
        assertThat(TraceState.combined(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "=1",
                "A=1",
                "_a=1",
                "a b=1",
                "a=1=2",
                "a=\u00e9",
                "a=\u0007",
                "\u00e9=1",
                "a=1;b=2\r\nforged: x",
            })
    void isDroppedWholeWhereAMemberIsMalformed(String member) {
        assertThat(TraceState.combined(List.of("good=1", member))).isEmpty();
    }

    @Test
    void isWithinTheBoundsOfTheStandard() {
        assertThat(TraceState.combined(List.of(members(32)))).isEqualTo(members(32));
        assertThat(TraceState.combined(List.of(members(33)))).isEmpty();
        assertThat(TraceState.combined(List.of(members(30), "x=1, y=2, z=3"))).isEmpty();
        assertThat(TraceState.combined(List.of("k".repeat(256) + "=1"))).isNotEmpty();
        assertThat(TraceState.combined(List.of("k".repeat(257) + "=1"))).isEmpty();
        assertThat(TraceState.combined(List.of("k=" + "v".repeat(256)))).isNotEmpty();
        assertThat(TraceState.combined(List.of("k=" + "v".repeat(257)))).isEmpty();
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "k" + i + "=1")
                .collect(Collectors.joining(","));
    }
}
