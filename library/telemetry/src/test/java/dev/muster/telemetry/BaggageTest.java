package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;
import java.util.List;

/** W3C Baggage, section 3.3. */
final class BaggageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user=ann | user=ann",
                "' user=ann ,\ttenant=7 ' | user=ann,tenant=7",
                "user=ann;role=guest;x | user=ann;role=guest;x",
                "user= | user=",
                "a=b=c | a=b=c",
                "note=two%20words | note=two%20words",
                "'note=a b' | note=a b",
                // What is no member is left behind, and the others go on.
                "',,,' | ''",
                "'' | ''",
                "no member, user=ann, =x, ; | user=ann",
                "name=\u00e9, user=ann | user=ann",
            })
    void isPassedOnAsItCame(String line, String combined) {
        assertThat(Baggage.combined(List.of(line))).isEqualTo(combined);
    }

    @Test
    void neverCarriesALineFeedOn() {
        assertThat(Baggage.combined(List.of("user=ann\r\nforged: x", "b=1"))).isEqualTo("b=1");
    }

    @Test
    void isOneListHoweverManyLinesItComesIn() {
        assertThat(Baggage.combined(List.of("a=1", "b=2,c=3", ""))).isEqualTo("a=1,b=2,c=3");
        assertThat(Baggage.combined(List.of())).isEmpty();
    }

    @Test
    void leavesTheLastOnesBehindWhereThereAreTooMany() {
        assertThat(members(180)).hasSize(180);
        assertThat(members(181)).hasSize(180);
    }

    @Test
    void leavesTheLastOnesBehindWhereTheyAreTooLong() {
        // 8,192 bytes with their commas, and one more.
        var most = "k=" + "v".repeat(4_093);
        assertThat(Baggage.combined(List.of(most + "," + most + "v"))).hasSize(8_192);
        assertThat(Baggage.combined(List.of(most + "," + most + "vv", "a=1"))).isEqualTo(most);
    }

    private static String[] members(int count) {
        return Baggage.combined(Collections.nCopies(count, "a=1")).split(",");
    }
}
