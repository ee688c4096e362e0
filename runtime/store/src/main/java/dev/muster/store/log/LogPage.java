package dev.muster.store.log;

import java.util.List;

/**
 * What a query found.
 *
 * @param entries oldest first
 * @param complete false where the search ended, at its cap on bytes read, before it had found as
 *     many lines as were asked for or had read everything: older lines may match as well
 */
public record LogPage(List<LogEntry> entries, boolean complete) {}
