package dev.muster.supervisor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of the jars that replicas run from. A build writes over its jars in place, and a JVM whose
 * jar is written over fails when it loads its next class; so no replica runs from a folder that a
 * build writes to.
 *
 * <p>Each jar is kept once, under the hash of its content, and linked to where a service's class
 * path wants it: services share what they have in common, on the disk and in the page cache.
 */
final class JarStage {

    /** Stages kept of a service: replicas may still run from those before the newest. */
    private static final int KEPT = 5;

    private final Path jars;
    private final Path services;

    JarStage(Path stateDirectory) {
        this.jars = stateDirectory.resolve("jars");
        this.services = stateDirectory.resolve("staged");
    }

    /**
     * The staged copy of the jar, made if it is not there yet.
     *
     * @param hash of the jar and its class path
     */
    synchronized ExecutableJar stage(String service, ExecutableJar jar, String hash)
            throws IOException {
        if (jar.classPath().stream().anyMatch(Path::isAbsolute)) {
            return jar;
        }
        Path folder = services.resolve(service).resolve(hash.substring(0, 16));
        Path home = below(folder, levelsUp(jar));
        var staged = new ExecutableJar(home.resolve(jar.file().getFileName()), jar.classPath());
        if (!Files.exists(staged.file())) {
            for (Path entry : jar.classPath()) {
                link(jar.file().resolveSibling(entry), home.resolve(entry).normalize());
            }
            link(jar.file(), staged.file());
        }
        Files.setLastModifiedTime(folder, FileTime.fromMillis(System.currentTimeMillis()));
        prune(service);
        return staged;
    }

    /** How many folders above its own the jar's class path reaches. */
    private static int levelsUp(ExecutableJar jar) {
        return jar.classPath().stream()
                .mapToInt(
                        entry -> {
                            int levels = 0;
                            Path path = entry.normalize();
                            while (levels < path.getNameCount()
                                    && path.getName(levels).toString().equals("..")) {
                                levels++;
                            }
                            return levels;
                        })
                .max()
                .orElse(0);
    }

    /** A folder from which so many steps up still end in the given one. */
    private static Path below(Path folder, int levels) {
        Path home = folder;
        for (int level = 0; level < levels; level++) {
            home = home.resolve("in");
        }
        return home;
    }

    private void link(Path original, Path target) throws IOException {
        Path kept = jars.resolve(new Digest().file(original).hex().substring(0, 32) + ".jar");
        Files.createDirectories(jars);
        Files.createDirectories(target.getParent());
        if (!Files.exists(kept)) {
            Path draft = Files.createTempFile(jars, "draft", ".tmp");
            Files.copy(original, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.createLink(target, kept);
        } catch (FileAlreadyExistsException sameContent) {
            // Staged by an earlier attempt that did not come to its end.
        }
    }

    private void prune(String service) throws IOException {
        List<Path> newestFirst =
                listed(services.resolve(service)).stream()
                        .sorted(Comparator.comparingLong(JarStage::age))
                        .toList();
        for (Path stage : newestFirst.stream().skip(KEPT).toList()) {
            deleteAll(stage);
        }
        for (Path jar : listed(jars)) {
            boolean isUnused = (int) Files.getAttribute(jar, "unix:nlink") == 1;
            if (isUnused) {
                Files.delete(jar);
            }
        }
    }

    /** Smaller for what was used later. */
    private static long age(Path stage) {
        return -stage.toFile().lastModified();
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
