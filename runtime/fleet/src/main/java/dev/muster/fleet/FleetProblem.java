package dev.muster.fleet;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One mistake in a fleet file.
 *
 * @param file the file that holds the mistake: the fleet file or its local overrides
 * @param line from 1, or 0 where the mistake is the file as a whole
 * @param column from 1, or 0 where the mistake is the file as a whole
 * @param key the path of the key, such as {@code services.orders.replicas}; empty where the file
 *     could not be read that far
 * @param text what is wrong, what was expected, and the nearest thing that exists
 */
public record FleetProblem(Path file, int line, int column, String key, String text) {
    static final Comparator<FleetProblem> IN_ORDER_OF_THE_FILE =
            Comparator.comparingInt(FleetProblem::line).thenComparingInt(FleetProblem::column);

    /** The file as a whole is at fault. */
    static FleetProblem ofFile(Path file, String text) {
        return new FleetProblem(file, 0, 0, "", text);
    }

    /** {@code line:column}, or nothing where the file as a whole is at fault. */
    String position() {
        return line == 0 ? "" : line + ":" + column;
    }
}
