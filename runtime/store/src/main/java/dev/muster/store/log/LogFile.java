package dev.muster.store.log;

import dev.muster.store.StoreException;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The file that a replica writes to, named {@code <replica>.log}. */
record LogFile(String service, String replica, Path path) {
    private static final Pattern NUMBER = Pattern.compile("-\\d+$");
    private static final String SUFFIX = ".log";

    /**
     * The log files in {@code folder}; none where there is no such folder.
     *
     * @throws StoreException where the folder cannot be read
     */
    static List<LogFile> in(Path folder) {
        var files = new ArrayList<LogFile>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            paths.forEach(path -> files.add(of(path)));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new StoreException("the logs in " + folder + " cannot be read: " + e, e);
        }
        return files;
    }

    private static LogFile of(Path path) {
        String name = String.valueOf(path.getFileName());
        String replica = name.substring(0, name.length() - SUFFIX.length());
        return new LogFile(NUMBER.matcher(replica).replaceFirst(""), replica, path);
    }
}
