package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class SweepTest {
    /** Beyond the most that a pid can be, so that nothing is hit. */
    private static final long NOBODY = 1L << 30;

    @Test
    void tellsWhatItCouldNotEnd() {
        assertThat(Sweep.untilGone(() -> List.of(NOBODY), Duration.ofMillis(20)))
                .containsExactly(NOBODY);
    }

    @Test
    void looksNoMoreOftenForAThreadThatWasInterrupted() {
        var looks = new AtomicInteger();
        Thread.currentThread().interrupt();

        var left =
                Sweep.untilGone(
                        () -> {
                            looks.incrementAndGet();
                            return List.of(NOBODY);
                        },
                        Duration.ofMillis(50));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left).containsExactly(NOBODY);
        assertThat(looks).hasValueLessThanOrEqualTo(11);
    }

    @Test
    void endsWhatIgnoresBeingAskedTo() throws IOException {
        var stubborn = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 600").start();
        assertThat(Sweep.untilGone(() -> stubborn.isAlive() ? List.of(stubborn.pid()) : List.of()))
                .isEmpty();
        assertThat(stubborn.isAlive()).isFalse();
    }
}
