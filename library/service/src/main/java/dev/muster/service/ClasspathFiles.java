package dev.muster.service;

import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of a folder on the class path, kept in memory once asked for. Which they are is settled
 * when the program is built, so a browser need only ask whether its copy is still the same.
 */
final class ClasspathFiles implements Handler {
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"));

    private final String folder;
    private final ClassLoader loader;
    private final Map<String, File> files = new ConcurrentHashMap<>();

    private record File(Response response, String tag) {}

    ClasspathFiles(String folder, ClassLoader loader) {
        this.folder = folder;
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
        boolean isUnchanged = request.header("If-None-Match").filter(file.tag::equals).isPresent();
        return isUnchanged ? file.response.withStatus(304).withBody(Body.empty()) : file.response;
    }

    private @Nullable File load(String name) throws IOException {
        if (name.isEmpty() || name.endsWith("/") || name.contains("\\")) {
            return null;
        }
        var url = loader.getResource(folder + "/" + name);
        if (url == null || isFolder(url, name)) {
            return null;
        }
        try (var in = url.openStream()) {
            var bytes = in.readAllBytes();
            var tag = '"' + digest(bytes) + '"';
            var response =
                    Response.of(200)
                            .withHeader("Content-Type", type(name))
                            .withHeader("Cache-Control", "no-cache")
                            .withHeader("ETag", tag)
                            .withHeader("X-Content-Type-Options", "nosniff")
                            .withBody(Body.of(bytes));
            return new File(response, tag);
        }
    }

    /** A class loader opens a folder as if it were a file. */
    private boolean isFolder(URL url, String name) {
        return url.getProtocol().equals("file")
                ? !Files.isRegularFile(Path.of(URI.create(url.toString())))
                : loader.getResource(folder + "/" + name + "/") != null;
    }

    private static String type(String name) {
        var suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(suffix, "application/octet-stream");
    }

    private static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
