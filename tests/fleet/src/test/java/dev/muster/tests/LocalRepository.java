package dev.muster.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Maven repository that has all that the user's has, by links, and of Muster only what these
 * tests install: the user's own is not given artifacts of a working tree.
 */
final class LocalRepository {
    private static final Path FOLDER = Path.of("target/repository").toAbsolutePath();

    private LocalRepository() {}

    static Path folder() {
        return FOLDER;
    }

    static void make() throws IOException {
        var users =
                Path.of(
                        System.getProperty(
                                "maven.repo.local",
                                System.getProperty("user.home") + "/.m2/repository"));
        Files.createDirectories(users);
        Files.createDirectories(FOLDER);
        link(users, FOLDER, "dev");
        if (Files.isDirectory(users.resolve("dev"))) {
            link(users.resolve("dev"), Files.createDirectories(FOLDER.resolve("dev")), "muster");
        }
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (var entries = Files.newDirectoryStream(from)) {
            for (var entry : entries) {
                var link = to.resolve(entry.getFileName());
                if (!entry.getFileName().toString().equals(except) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }
}
