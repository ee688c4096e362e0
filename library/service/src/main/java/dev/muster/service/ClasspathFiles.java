package dev.muster.service;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.StaticFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of a folder on the class path, kept in memory once asked for. Which they are is settled
 * when the program is built, so a browser need only ask whether its copy is still the same.
 */
final class ClasspathFiles implements Handler {
    private final String folder;
    private final ClassLoader loader;
    private final Instant started;
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /**
     * @param started what the files are said to be changed at
     * @throws ServiceException if there is no such folder
     */
    ClasspathFiles(String folder, ClassLoader loader, Instant started) {
        if (folder.isEmpty() || folder.startsWith("/") || folder.endsWith("/")) {
            throw ServiceException.description(
                    "the folder of files is \""
                            + folder
                            + "\"; write it without slashes around it, such as \"public\" for"
                            + " src/main/resources/public");
        }
        if (loader.getResource(folder + "/") == null && loader.getResource(folder) == null) {
            throw ServiceException.description(
                    "the class path has no folder \""
                            + folder
                            + "\" to serve files of; put them into src/main/resources/"
                            + folder);
        }
        this.folder = folder;
        this.started = started;
        this.loader = loader;
    }

    @Override
    public Response handle(Request request) throws IOException {
        // The router lets no dot segment through, so what follows stays below the folder.
        var name = request.param("file");
        var file = files.get(name);
        if (file == null) {
            file = load(name);
            if (file == null) {
                throw HttpProblem.notFound("there is no file " + request.path());
            }
            files.put(name, file);
        }
        return file.answer(request);
    }

    private @Nullable StaticFile load(String name) throws IOException {
        if (name.isEmpty()
                || name.startsWith("/")
                || name.endsWith("/")
                || name.contains("//")
                || name.contains("\\")) {
            return null;
        }
        var url = loader.getResource(folder + "/" + name);
        if (url == null || isFolder(url, name)) {
            return null;
        }
        try (var in = url.openStream()) {
            return StaticFile.of(name, in.readAllBytes(), started);
        }
    }

    /** A class loader opens a folder as if it were a file. */
    private boolean isFolder(URL url, String name) {
        return url.getProtocol().equals("file")
                ? !Files.isRegularFile(Path.of(URI.create(url.toString())))
                : loader.getResource(folder + "/" + name + "/") != null;
    }
}
