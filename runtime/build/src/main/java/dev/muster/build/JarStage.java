package dev.muster.build;

import dev.muster.state.DurableFile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies of the jars that replicas run from. A build writes over its jars in place, and a JVM whose
 * jar is written over fails when it loads its next class; so no replica runs from a folder that a
 * build writes to.
 *
 * <p>Each jar is kept once, under the hash of its content, and linked to where a service's class
 * path wants it: services share what they have in common, on the disk and in the page cache.
 */
public final class JarStage {

    /** Stages of a service that stay though nothing is known to be started from them. */
    private static final int SPARE = 3;

    private static final FileTime COPIED_AT = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    private final Path jars;
    private final Path services;
    private final InstantSource clock;

    /**
     * @param clock says when a stage was used last
     */
    public JarStage(Path stateDirectory, InstantSource clock) {
        this.clock = clock;
        this.jars = stateDirectory.resolve("jars");
        this.services = stateDirectory.resolve("staged");
    }

    /**
     * A jar that nobody writes to any more.
     *
     * @param hash of its content and of its class path's
     */
    public record Staged(Path file, String hash) {}

    /**
     * The staged copy of the jar, made if it is not there yet. What a build writes to the original
     * in the meantime makes another stage of it, never one whose hash tells something else than
     * what is in it.
     *
     * @return empty when it cannot be staged, because its class path names jars by absolute paths
     */
    public synchronized Optional<Staged> stage(String service, ExecutableJar jar)
            throws IOException {
        if (jar.classPath().stream().anyMatch(Path::isAbsolute)) {
            return Optional.empty();
        }
        Files.createDirectories(jars);
        Path main = keep(jar.file());
        var digest = new Digest().text(main.getFileName().toString());
        var classPath = new LinkedHashMap<Path, Path>();
        for (Path entry : jar.classPath()) {
            Path kept = keep(jar.file().resolveSibling(entry));
            classPath.put(entry, kept);
            digest.text(entry.toString()).text(kept.getFileName().toString());
        }
        String hash = digest.hex();
        Path folder = services.resolve(service).resolve(hash.substring(0, 16));
        Path home = below(folder, levelsUp(jar));
        Path file = home.resolve(jar.file().getFileName());
        if (!Files.exists(file)) {
            for (Map.Entry<Path, Path> entry : classPath.entrySet()) {
                link(entry.getValue(), home.resolve(entry.getKey()).normalize());
            }
            link(main, file);
        }
        touch(folder);
        return Optional.of(new Staged(file, hash));
    }

    /**
     * Clears away the stages of a service that nothing is started from any more, but for the newest
     * few: what runs from one may be of a release that was lost.
     *
     * @param arguments of all that is started, or may be again: a stage that one is in stays
     */
    public synchronized void prune(String service, Collection<String> arguments)
            throws IOException {
        Path stages = services.resolve(service);
        Set<Path> needed =
                arguments.stream()
                        .filter(argument -> argument.startsWith(stages + "/"))
                        .map(
                                argument ->
                                        stages.resolve(
                                                stages.relativize(Path.of(argument)).getName(0)))
                        .collect(Collectors.toSet());
        List<Path> others =
                listed(stages).stream()
                        .filter(stage -> !needed.contains(stage))
                        .sorted(Comparator.comparingLong(JarStage::age))
                        .toList();
        for (Path stage : others.stream().skip(SPARE).toList()) {
            FolderTree.delete(stage);
        }
        for (Path jar : listed(jars)) {
            boolean isUnused = (int) Files.getAttribute(jar, "unix:nlink") == 1;
            if (isUnused) {
                Files.delete(jar);
            }
        }
    }

    private void touch(Path folder) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
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

    /** The copy of a jar that is named by the hash of its content. */
    private Path keep(Path original) throws IOException {
        Path kept = named(original);
        if (Files.exists(kept)) {
            return kept;
        }
        Path draft = Files.createTempFile(jars, "draft", ".tmp");
        Files.copy(original, draft, StandardCopyOption.REPLACE_EXISTING);
        // A JVM may take the age of a jar for its content's: the same copy has it again.
        Files.setLastModifiedTime(draft, COPIED_AT);
        // The original may be another one by now; the copy's name is its own.
        Path copy = named(draft);
        DurableFile.publish(draft, copy);
        return copy;
    }

    private Path named(Path content) throws IOException {
        return jars.resolve(new Digest().file(content).hex().substring(0, 32) + ".jar");
    }

    private static void link(Path kept, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, kept);
        } catch (FileAlreadyExistsException sameContent) {
            // Staged by an earlier attempt that did not come to its end.
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
}
