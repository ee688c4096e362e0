package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;

final class MarkTest {

    @Test
    void isDrawnOnce() {
        var nonces = new HashSet<String>();
        var limits = new HashSet<Long>();
        for (int i = 0; i < 1_000; i++) {
            var mark = Mark.drawn();
            assertThat(mark.nonce()).matches("[0-9a-f]{24}");
            assertThat(mark.limit()).isBetween(0L, (1L << 60) - 1);
            nonces.add(mark.nonce());
            limits.add(mark.limit());
        }

        assertThat(nonces).hasSize(1_000);
        assertThat(limits).hasSize(1_000);
    }

    /** An agent knows by it what one before it started. */
    @Test
    void hasTheSameLimitInEveryAgent() {
        assertThat(new Mark("0123456789abcdef01234567").limit())
                .isEqualTo(272_298_046_773_297_932L);
    }
}
