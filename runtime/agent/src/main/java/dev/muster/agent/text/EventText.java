package dev.muster.agent.text;

import dev.muster.control.EventView;
import dev.muster.control.ExplainView;

import java.util.List;

/** Events and explanations for a terminal. */
public final class EventText {
    private EventText() {}

    /** One line an event, in the order given. */
    public static String events(List<EventView> events, Look look) {
        if (events.isEmpty()) {
            return "Nothing has happened yet.\n";
        }
        var text = new StringBuilder();
        for (var event : events) {
            var told = sentence(event);
            var sentence =
                    switch (event.severity()) {
                        case INFO -> told;
                        case WARN -> look.warn(told);
                        case ERROR -> look.bad(told);
                    };
            text.append(look.dim(Figures.clock(event.at())))
                    .append("  ")
                    .append(sentence)
                    .append('\n');
        }
        return text.toString();
    }

    /** What happened, and how often where that was more than once. */
    public static String sentence(EventView event) {
        return event.cause().sentence()
                + (event.times() == 1 ? "" : " (" + event.times() + " times)");
    }

    public static String explanation(ExplainView view, Look look) {
        var text = new StringBuilder();
        Wrap.at(look.columns(), view.sentence())
                .forEach(line -> text.append(look.bold(line)).append('\n'));
        for (var fact : view.facts()) {
            Wrap.at(look.columns() - 2, fact)
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.append("  ")
                .append(look.dim("next"))
                .append("   ")
                .append(view.next())
                .append('\n')
                .toString();
    }
}
