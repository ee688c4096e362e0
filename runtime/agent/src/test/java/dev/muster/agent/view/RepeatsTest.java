package dev.muster.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.EventView;
import dev.muster.control.EventView.Severity;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** What happened again and again is told once. */
final class RepeatsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void tellsAttemptsThatFailedAlikeOnceWithTheirNumber() {
        var events =
                List.of(
                        failed(4, "orders-1", 3, "1.6 s"),
                        failed(3, "orders-2", 2, "0.4 s"),
                        failed(2, "orders-1", 2, "0.8 s"),
                        failed(1, "orders-1", 1, "0.4 s"));

        var folded = Repeats.folded(events);

        assertThat(folded).extracting(EventView::id).containsExactly(4L, 3L);
        assertThat(folded).extracting(EventView::times).containsExactly(3, 1);
        assertThat(folded.getFirst().text()).contains("attempt 3");
    }

    @Test
    void keepsApartWhatDiffersInMoreThanNumbers() {
        var events =
                List.of(
                        event(3, Severity.INFO, "orders-1", "orders-1 is ready"),
                        event(2, Severity.ERROR, "orders-1", "orders-1 exited 1: no such file"),
                        event(1, Severity.ERROR, "orders-1", "orders-1 exited 1: out of memory"));

        assertThat(Repeats.folded(events)).isEqualTo(events);
    }

    private static EventView failed(long id, String replica, int attempt, String pause) {
        var text = replica + " exited 1; restart in " + pause + ", attempt " + attempt + " of 10";
        return event(id, Severity.ERROR, replica, text);
    }

    private static EventView event(long id, Severity severity, String replica, String text) {
        return new EventView(id, NOW.plusSeconds(id), severity, "orders", replica, text, 1);
    }
}
