package dev.muster.supervisor.aot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.Hosts;
import dev.muster.process.ProcessorTime;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

final class SpareTimeTest {

    private Instant now = Instant.EPOCH;
    private ProcessorTime processors = new ProcessorTime(0, 0);
    private final SpareTime spareTime = new SpareTime(() -> now, () -> processors);

    @Test
    void isThereWhenTheProcessorsWereIdleForAGoodPart() {
        assertThat(spareTime.isThere()).as("nothing to compare with yet").isFalse();

        pass(100, 1000);
        assertThat(spareTime.isThere()).isFalse();

        pass(500, 1000);
        assertThat(spareTime.isThere()).isTrue();
    }

    @Test
    void isTakenWhenTheMachineIsNeverIdle() {
        assertThat(spareTime.isThere()).isFalse();
        pass(0, 1000);
        assertThat(spareTime.isThere()).isFalse();

        now = now.plus(Duration.ofMinutes(3));
        pass(0, 1000);

        assertThat(spareTime.isThere()).isTrue();
    }

    @Test
    void isLookedForAnewAfterAnythingHappened() {
        assertThat(spareTime.isThere()).isFalse();
        now = now.plus(Duration.ofMinutes(3));
        spareTime.forget();

        pass(0, 1000);

        assertThat(spareTime.isThere()).isFalse();
    }

    @Test
    void readsWhatTheKernelCounts() {
        ProcessorTime read = Hosts.current().processorTime();

        assertThat(read.total()).isPositive();
        assertThat(read.idle()).isBetween(0L, read.total());
    }

    private void pass(long idle, long total) {
        processors = new ProcessorTime(processors.idle() + idle, processors.total() + total);
    }
}
