package dev.muster.process;

import dev.muster.process.ProcFs.Stat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All processes, as they were counted. To count takes some milliseconds; a process that starts
 * another one meanwhile and ends is not seen, and the other one came too late.
 *
 * @param zombies those that ended and that nobody asked how
 * @param missed whether one was gone before it could be looked at
 */
public record Census(List<Stat> running, Set<Stat> zombies, boolean missed) {

    /** Where others come and go all the time, no count is ever complete. */
    private static final int MOST_COUNTS = 20;

    public Census {
        running = List.copyOf(running);
        zombies = Set.copyOf(zombies);
    }

    /** What is chosen of the processes; nothing only where nothing can have slipped through. */
    static List<Stat> search(Function<List<Stat>, List<Stat>> choice) {
        return search(Census::take, choice);
    }

    static List<Stat> search(Supplier<Census> counts, Function<List<Stat>, List<Stat>> choice) {
        var known = new HashSet<Stat>();
        for (int i = 0; i < MOST_COUNTS; i++) {
            var census = counts.get();
            List<Stat> chosen = choice.apply(census.running);
            boolean endedNow = known.addAll(census.zombies);
            if (!chosen.isEmpty() || (!endedNow && census.isComplete())) {
                return chosen;
            }
        }
        return List.of();
    }

    /** Whoever started another process is still there to tell of it, or it started before. */
    private boolean isComplete() {
        return !missed && running.stream().allMatch(ProcFs::isAlive);
    }

    /** Every process, zombies left out. */
    public static List<Stat> processes() {
        return take().running();
    }

    /** Every process, those that could not be looked at any more included. */
    public static Census take() {
        var running = new ArrayList<Stat>();
        var zombies = new HashSet<Stat>();
        boolean missed = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ProcFs.ROOT, "[1-9]*")) {
            for (Path entry : entries) {
                var found = ProcFs.anyStat(Long.parseLong(entry.getFileName().toString()));
                found.ifPresent(stat -> (stat.isZombie() ? zombies : running).add(stat));
                missed |= found.isEmpty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be read: " + e.getMessage(), e);
        }
        return new Census(running, zombies, missed);
    }
}
