package dev.muster.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The AOT cache that a JVM service starts from, once it is made. Until then every start writes down
 * which classes it loads, and the cache is made from those lists.
 *
 * <p>The JVM does not check that application jars are those that a cache was made of, and would run
 * old code from a stale one without a word. So it is named by a hash of everything that it depends
 * on: the content and the names of every jar, the JDK and the flags. Another name is another cache,
 * and services that have all of these in common share one.
 *
 * @param file the cache
 * @param lists the folder of the lists that it is made from
 * @param variables of the environment, from which a JVM takes more flags
 */
public record AotCache(
        Path file, Path lists, JavaCommand command, Path jar, Map<String, String> variables) {

    private static final String LIST = ".classes";

    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /**
     * How a start uses the cache, or else helps to make it.
     *
     * @param process differs from that of any other process that runs
     */
    public List<String> flags(String process) throws IOException {
        if (exists()) {
            return List.of("-XX:AOTCache=" + file);
        }
        Files.createDirectories(lists);
        return List.of("-XX:DumpLoadedClassList=" + lists.resolve(process + LIST));
    }

    /** There is none yet, or it was made while processes ran that have told all since. */
    public boolean isToBeMade() throws IOException {
        List<Path> written = written();
        return exists() ? LoadedClasses.anyIsComplete(written) : !written.isEmpty();
    }

    /** The lists that processes write, or wrote. */
    public List<Path> written() throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(lists)) {
            try (Stream<Path> files = Files.list(lists)) {
                files.filter(file -> file.toString().endsWith(LIST)).sorted().forEach(found::add);
            }
        }
        return found;
    }
}
