package dev.muster.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.EventView;
import dev.muster.control.EventView.EventSeverity;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.store.event.LoggedEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened again and again is told once. */
final class RepeatsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void tellsAttemptsThatFailedAlikeOnceWithTheirNumber() {
        var events =
                List.of(
                        failed(4, "orders-1", 1, 3),
                        failed(3, "orders-2", 1, 2),
                        failed(2, "orders-1", 1, 2),
                        failed(1, "orders-1", 1, 1));

        var folded = Repeats.folded(events);

        assertThat(folded).extracting(EventView::id).containsExactly(4L, 3L);
        assertThat(folded).extracting(EventView::times).containsExactly(3, 1);
        assertThat(folded.getFirst().cause().sentence()).contains("attempt 3");
    }

    @Test
    void keepsApartWhatEndedInAnotherWay() {
        var events = List.of(failed(2, "orders-1", 1, 2), failed(1, "orders-1", 2, 1));

        assertThat(Repeats.folded(events)).hasSize(2);
    }

    @Test
    void keepsApartWhatAProgramSaidInOtherWords() {
        var events =
                List.of(
                        event(3, "orders-1", new Cause.ReadyAgain()),
                        event(2, "orders-1", exited(1, "no such file")),
                        event(1, "orders-1", exited(1, "out of memory")));

        assertThat(Repeats.folded(events)).extracting(EventView::times).containsExactly(1, 1, 1);
    }

    @Test
    void showsWhatHappenedForAMachineAndInWords() {
        var view = Repeats.folded(List.of(failed(1, "orders-1", 1, 3))).getFirst();

        assertThat(view.severity()).isEqualTo(EventSeverity.ERROR);
        assertThat(view.lead()).isEqualTo("orders-1 exited 1 within 0.3 s");
        assertThat(view.cause().code()).isEqualTo("starting-again");
        assertThat(view.cause().subject()).isEqualTo("orders-1");
        assertThat(view.cause().parameters())
                .containsEntry("attempt", 3)
                .containsEntry("pause", "PT0.6S");
        assertThat(view.cause().parameters().get("failure"))
                .hasToString(
                        "{code=exited, status=1, ranFor=PT0.3S, lastLine=no key, diskFull=false}");
    }

    private static LoggedEvent failed(long id, String replica, int status, int attempt) {
        var pause = Optional.of(Duration.ofMillis(200L * attempt));
        return event(
                id, replica, new Cause.StartingAgain(exited(status, "no key"), attempt, 10, pause));
    }

    private static Cause.Exited exited(int status, String line) {
        return new Cause.Exited(status, Duration.ofMillis(300), Optional.of(line), false);
    }

    private static LoggedEvent event(long id, String replica, Cause cause) {
        var subject = Subject.replica("orders", replica);
        return new LoggedEvent(id, new Event(NOW.plusSeconds(id), Severity.ERROR, subject, cause));
    }
}
