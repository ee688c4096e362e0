package dev.muster.process;

import java.util.List;
import java.util.Set;

/**
 * All processes, as they were counted. To count takes some milliseconds; a process that starts
 * another one meanwhile and ends is not seen, and the other one came too late.
 *
 * @param zombies those that ended and that nobody asked how
 * @param missed whether one was gone before it could be looked at
 */
public record Census(List<ProcessEntry> running, Set<ProcessEntry> zombies, boolean missed) {

    public Census {
        running = List.copyOf(running);
        zombies = Set.copyOf(zombies);
    }
}
