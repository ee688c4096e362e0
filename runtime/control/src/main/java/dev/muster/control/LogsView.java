package dev.muster.control;

import java.util.List;

/** Lines that replicas wrote, oldest first. */
public record LogsView(List<LogLine> lines) {
    public LogsView {
        lines = List.copyOf(lines);
    }
}
