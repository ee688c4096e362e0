package dev.muster.fleet;

import org.snakeyaml.engine.v2.exceptions.Mark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that all of it can be told at once. Of one thread. */
final class Problems {
    /** More than anybody reads at once. */
    private static final int MOST = 100;

    private final List<FleetProblem> found = new ArrayList<>();
    private int more;

    /** Notes a problem at {@code mark}, whose name is the file. */
    void add(Mark mark, String key, String text) {
        var file = Path.of(mark.getName());
        var shownKey = Shown.printable(key);
        add(new FleetProblem(file, mark.getLine() + 1, mark.getColumn() + 1, shownKey, text));
    }

    void add(FleetProblem problem) {
        if (isFull()) {
            more++;
        } else {
            found.add(problem);
        }
    }

    /** What is noted from now on is only counted, so it needs no costly advice. */
    boolean isFull() {
        return found.size() == MOST;
    }

    boolean any() {
        return !found.isEmpty();
    }

    /**
     * Ends a step that the next ones build upon.
     *
     * @param fleetFile whose problems are told before those of any other file
     */
    void throwIfAny(Path fleetFile) {
        if (any()) {
            throw new FleetProblems(ordered(fleetFile), more);
        }
    }

    /**
     * What was noted, in the order of the files.
     *
     * @param fleetFile whose problems come before those of any other file
     */
    List<FleetProblem> ordered(Path fleetFile) {
        return found.stream()
                .sorted(
                        Comparator.comparing(
                                        (FleetProblem problem) -> !problem.file().equals(fleetFile))
                                .thenComparing(FleetProblem.IN_ORDER_OF_THE_FILE))
                .toList();
    }
}
