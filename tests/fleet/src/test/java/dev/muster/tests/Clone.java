package dev.muster.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the working tree, as a user has after a clone: nothing in it is built, and what is
 * built in it touches nothing of the build that runs these tests.
 */
final class Clone {
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path FOLDER = Path.of("target/clone").toAbsolutePath();
    private static final Set<String> NOT_SOURCES = Set.of("target", ".muster", ".git");

    private Clone() {}

    /** Makes the copy anew, or brings the kept one up to date where {@code keep}. */
    static Path make(boolean keep) throws IOException, InterruptedException {
        if (!keep) {
            delete(FOLDER);
        }
        for (var file : sources()) {
            var copy = FOLDER.resolve(file);
            var original = REPOSITORY.resolve(file);
            if (!Files.exists(copy) || Files.mismatch(original, copy) >= 0) {
                Files.createDirectories(copy.getParent());
                Files.deleteIfExists(copy);
                Files.copy(original, copy);
            }
        }
        return FOLDER;
    }

    private static List<Path> sources() throws IOException, InterruptedException {
        var listed =
                Programs.isHere("git") && Files.exists(REPOSITORY.resolve(".git"))
                        ? tracked()
                        : List.<Path>of();
        return listed.isEmpty() ? walked() : listed;
    }

    /** What git knows or would add. */
    private static List<Path> tracked() throws IOException, InterruptedException {
        var git =
                new ProcessBuilder("git", "ls-files", "-z", "-co", "--exclude-standard")
                        .directory(REPOSITORY.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var names = new String(git.getInputStream().readAllBytes(), UTF_8);
        return git.waitFor() == 0
                ? Stream.of(names.split("\0"))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .filter(file -> Files.isRegularFile(REPOSITORY.resolve(file)))
                        .toList()
                : List.of();
    }

    private static List<Path> walked() throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(
                REPOSITORY,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return NOT_SOURCES.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(REPOSITORY.relativize(file));
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(Clone::deleteOne);
        }
    }

    /** Puts {@code text} in the place of a source; a build sees that it changed. */
    static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
