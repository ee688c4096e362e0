package dev.muster.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A jar that {@code java -jar} runs, and the jars that its manifest puts on the class path.
 *
 * @param classPath relative to the jar's folder, in the order of the manifest, those that exist
 */
public record ExecutableJar(Path file, List<Path> classPath) {

    /** Reads the manifest; empty when the jar is not executable or cannot be read. */
    public static Optional<ExecutableJar> read(Path file) {
        try (var jar = new JarFile(file.toFile())) {
            var manifest = jar.getManifest();
            if (manifest == null) {
                return Optional.empty();
            }
            Attributes main = manifest.getMainAttributes();
            return main.getValue(Attributes.Name.MAIN_CLASS) == null
                    ? Optional.empty()
                    : Optional.of(new ExecutableJar(file, classPath(file, main)));
        } catch (IOException notAJar) {
            return Optional.empty();
        }
    }

    /** The executable jar that a build left in a folder: the largest, if there are several. */
    public static Optional<ExecutableJar> in(Path folder) {
        var found = new ArrayList<ExecutableJar>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                if (!jar.getFileName().toString().startsWith("original-")) {
                    read(jar).ifPresent(found::add);
                }
            }
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
        return found.stream().max(Comparator.comparingLong(jar -> jar.file().toFile().length()));
    }

    /** A hash of the content and the order of every jar. */
    public String hash() throws IOException {
        var digest = new Digest().file(file);
        for (Path entry : classPath) {
            digest.text(entry.toString()).file(file.resolveSibling(entry));
        }
        return digest.hex();
    }

    private static List<Path> classPath(Path file, Attributes manifest) {
        String entries = manifest.getValue(Attributes.Name.CLASS_PATH);
        var jars = new ArrayList<Path>();
        if (entries != null) {
            for (String entry : entries.trim().split("\\s+")) {
                if (!entry.contains(":") && Files.isRegularFile(file.resolveSibling(entry))) {
                    jars.add(Path.of(entry));
                }
            }
        }
        return jars;
    }
}
