package dev.muster.agent.view;

import dev.muster.control.EventView;
import dev.muster.control.EventView.EventSeverity;
import dev.muster.fleet.Severity;
import dev.muster.store.Printable;
import dev.muster.store.event.LoggedEvent;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds what happened again and again, such as the attempts to start a replica that never gets
 * ready, into its last time and how often it was. Pure.
 */
public final class Repeats {
    /** So far apart, two of the same are still told as one: other replicas may fail in between. */
    private static final int LOOKED_BACK = 12;

    private record Repeated(LoggedEvent last, int times) {
        private Repeated again() {
            return new Repeated(last, times + 1);
        }
    }

    private Repeats() {}

    /**
     * @param events newest first
     * @return newest first: of those alike that lie near each other the newest
     */
    public static List<EventView> folded(List<LoggedEvent> events) {
        var folded = new ArrayList<Repeated>();
        for (var event : events) {
            int same = lastAlike(folded, event);
            if (same < 0) {
                folded.add(new Repeated(event, 1));
            } else {
                folded.set(same, folded.get(same).again());
            }
        }
        return folded.stream().map(each -> view(each.last(), each.times())).toList();
    }

    /** Each by itself. */
    public static List<EventView> unfolded(List<LoggedEvent> events) {
        return events.stream().map(event -> view(event, 1)).toList();
    }

    private static int lastAlike(List<Repeated> folded, LoggedEvent event) {
        int first = Math.max(0, folded.size() - LOOKED_BACK);
        for (int i = folded.size() - 1; i >= first; i--) {
            if (folded.get(i).last().event().isAlike(event.event())) {
                return i;
            }
        }
        return -1;
    }

    private static EventView view(LoggedEvent logged, int times) {
        var event = logged.event();
        var sentence = event.sentence();
        return new EventView(
                logged.id(),
                event.at(),
                severity(event.severity()),
                event.subject().service().orElse(null),
                CauseViews.of(event.subject().name().orElse(null), logged, sentence),
                Printable.line(sentence.lead()),
                times);
    }

    private static EventSeverity severity(Severity severity) {
        return switch (severity) {
            case INFO -> EventSeverity.INFO;
            case WARN -> EventSeverity.WARN;
            case ERROR -> EventSeverity.ERROR;
        };
    }
}
