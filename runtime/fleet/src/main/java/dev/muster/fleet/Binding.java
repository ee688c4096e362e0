package dev.muster.fleet;

import java.nio.file.Path;

/**
 * One pass over a fleet file's nodes.
 *
 * @param directory what relative paths of the file are resolved against; absolute
 */
record Binding(Path directory, Problems problems) {
    void problem(Place place, String text) {
        problems.add(place.mark(), place.path(), text);
    }
}
