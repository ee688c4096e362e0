package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProcessorTimeTest {

    @ParameterizedTest
    @CsvSource({
        "100, 1000, 150, 1100, 0.5",
        "100, 1000, 200, 1100, 1",
        "100, 1000, 100, 1100, 0",
        // The kernel took back some of what it had counted as waiting for a disk.
        "100, 1000, 90, 1100, 0",
        "100, 1000, 300, 1100, 1",
        // Nothing passed between the two, or nobody tells.
        "100, 1000, 100, 1000, 1",
        "100, 1000, 0, 0, 1",
        "0, 0, 0, 0, 1",
    })
    void tellsTheIdleShareOfWhatPassed(
            long idleBefore, long totalBefore, long idle, long total, double share) {
        var before = new ProcessorTime(idleBefore, totalBefore);

        assertThat(new ProcessorTime(idle, total).idleShareSince(before)).isEqualTo(share);
    }
}
