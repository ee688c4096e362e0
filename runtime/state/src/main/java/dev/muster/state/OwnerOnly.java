package dev.muster.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files and folders of a fleet's state, which are for their owner alone: they hold the token, and
 * logs that may hold anything. Folders are 0700, files 0600, or 0700 where they are programs.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes the folder where it is missing, and closes it to others where it is not. */
    public static void folder(Path folder) throws IOException {
        Files.createDirectories(folder.resolveSibling(""));
        if (Files.isDirectory(folder)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        } else {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        }
    }

    /** Makes an empty file where it is missing, and closes it to others where it is not. */
    public static void file(Path file) throws IOException {
        if (Files.exists(file)) {
            close(file);
        } else {
            Files.createFile(file, attribute());
        }
    }

    /** Closes a file to others; it is there. */
    static void close(Path file) throws IOException {
        Files.setPosixFilePermissions(file, FILE);
    }

    /** Whether nobody else may read a file, and nobody at all run it. */
    public static boolean isFile(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).equals(FILE);
    }

    /** Writes a file whole: a reader finds the old content or the new. */
    public static void write(Path file, String content) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, attribute());
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Closes everything in a folder to others, whoever made it.
     *
     * @return what could not be closed, because it belongs to somebody else
     */
    public static Set<Path> closeAll(Path folder) throws IOException {
        var open = new TreeSet<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path each, BasicFileAttributes attributes) {
                        close(each, open);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            close(each, open);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path each, IOException e) {
                        // It is gone meanwhile, or not ours to look into.
                        return FileVisitResult.CONTINUE;
                    }
                });
        return open;
    }

    private static void close(Path each, Set<Path> open) {
        try {
            var permissions = Files.getPosixFilePermissions(each);
            var narrow = EnumSet.copyOf(FOLDER);
            narrow.retainAll(permissions);
            if (!narrow.equals(permissions)) {
                Files.setPosixFilePermissions(each, narrow);
            }
        } catch (NoSuchFileException gone) {
            // Nothing is to be closed any more.
        } catch (IOException e) {
            open.add(each);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute() {
        return PosixFilePermissions.asFileAttribute(FILE);
    }
}
