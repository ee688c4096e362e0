package dev.muster.agent.view;

import dev.muster.control.EventView;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Folds what happened again and again, such as the attempts to start a replica that never gets
 * ready, into its last time and how often it was. Pure.
 */
public final class Repeats {
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    /** So far apart, two of the same are still told as one: other replicas may fail in between. */
    private static final int LOOKED_BACK = 12;

    private Repeats() {}

    /**
     * @param events newest first
     * @return newest first: of those alike that lie near each other the newest
     */
    public static List<EventView> folded(List<EventView> events) {
        var folded = new ArrayList<EventView>();
        for (var event : events) {
            int same = lastAlike(folded, event);
            if (same < 0) {
                folded.add(event);
            } else {
                folded.set(same, again(folded.get(same)));
            }
        }
        return List.copyOf(folded);
    }

    private static int lastAlike(List<EventView> folded, EventView event) {
        int first = Math.max(0, folded.size() - LOOKED_BACK);
        for (int i = folded.size() - 1; i >= first; i--) {
            if (isAlike(folded.get(i), event)) {
                return i;
            }
        }
        return -1;
    }

    /** The same happened to the same, whatever its pauses, attempts and durations are. */
    private static boolean isAlike(EventView one, EventView other) {
        return one.severity() == other.severity()
                && Objects.equals(one.subject(), other.subject())
                && withoutNumbers(one.text()).equals(withoutNumbers(other.text()));
    }

    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text).replaceAll("#");
    }

    private static EventView again(EventView event) {
        return new EventView(
                event.id(),
                event.at(),
                event.severity(),
                event.service(),
                event.subject(),
                event.text(),
                event.times() + 1);
    }
}
