package dev.muster.agent.text;

import dev.muster.control.LogLine;
import dev.muster.control.LogsView;

/** Log lines for a terminal; what replicas wrote has been made safe to show by the store. */
public final class LogText {
    private static final String MORE =
            "Not every line was searched; older ones may match as well. Narrow it: name a service,"
                    + " or --since 10m";

    private LogText() {}

    /** The lines, and above them whether the search ended before it had read everything. */
    public static String of(LogsView view, Look look) {
        var text = new StringBuilder();
        if (!view.complete()) {
            text.append(look.warn(MORE)).append('\n');
        }
        view.lines().forEach(line -> text.append(of(line, look)));
        return text.toString();
    }

    /** The line and its detail, each ended by a line feed. */
    public static String of(LogLine line, Look look) {
        var level = line.level();
        var text = new StringBuilder();
        text.append(look.dim(Figures.clock(line.at()))).append("  ");
        text.append(line.replica())
                .append(" ".repeat(Math.max(0, 14 - line.replica().length())))
                .append("  ");
        if (level != null) {
            var word = level + " ".repeat(Math.max(0, 5 - level.length()));
            text.append(
                    switch (level) {
                        case "ERROR" -> look.bad(word);
                        case "WARN" -> look.warn(word);
                        default -> look.dim(word);
                    });
            text.append("  ");
        }
        text.append(line.message()).append('\n');
        var detail = line.detail();
        if (detail != null) {
            detail.lines()
                    .forEach(piece -> text.append("    ").append(look.dim(piece)).append('\n'));
        }
        return text.toString();
    }
}
