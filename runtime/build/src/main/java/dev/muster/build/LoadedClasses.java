package dev.muster.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lists that a JVM writes for {@code -XX:DumpLoadedClassList}: a line for each class when it is
 * loaded, one for each lambda, and at the JVM's end, if it ends in order, what the constant pools
 * were resolved to.
 */
public final class LoadedClasses {

    private static final String DIRECTIVE = "@";
    private static final String RESOLVED = "@cp ";

    private LoadedClasses() {}

    /** Whether the process of any of the lists ended in order: a cache made of it is the best. */
    public static boolean anyIsComplete(List<Path> lists) throws IOException {
        for (Path list : lists) {
            try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
                if (lines.anyMatch(line -> line.startsWith(RESOLVED))) {
                    return true;
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return false;
    }

    /** Writes one list of all that others have. They may be written to meanwhile. */
    public static void merge(List<Path> lists, Path merged) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (Path list : lists) {
            String text = Files.readString(list, StandardCharsets.ISO_8859_1);
            // The last line may have come by half.
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(LoadedClasses::isOfTheClassPath)
                    .map(LoadedClasses::withoutNumber)
                    .forEach(all::add);
        }
        Files.write(merged, all, StandardCharsets.ISO_8859_1);
    }

    /** A class of an own loader, such as one that reads jars within a jar, is in no cache. */
    private static boolean isOfTheClassPath(String line) {
        return line.startsWith(DIRECTIVE) || !line.contains(" source: ");
    }

    /** Each process counts its classes on its own. */
    private static String withoutNumber(String line) {
        int number = line.startsWith(DIRECTIVE) ? -1 : line.indexOf(" id: ");
        return number < 0 ? line : line.substring(0, number);
    }
}
