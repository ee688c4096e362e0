package dev.muster.control;

import java.util.List;

/**
 * Lines that replicas wrote, oldest first.
 *
 * @param complete false where the search ended before it had read everything: older lines may match
 *     as well
 */
public record LogsView(List<LogLine> lines, boolean complete) {
    public LogsView {
        lines = List.copyOf(lines);
    }
}
