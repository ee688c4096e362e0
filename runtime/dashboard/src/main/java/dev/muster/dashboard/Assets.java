package dev.muster.dashboard;

import dev.muster.http.StaticFile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every file that the pages load, below one folder whose name is a fingerprint of them all: when
 * one changes, each gets a new URL, and relative imports between them need no rewriting.
 */
final class Assets {
    private static final String ENTRY = "app.js";
    private static final String STYLE = "page.css";

    /** A file's URL changes with its content, so what a browser holds never goes stale. */
    private static final String KEEP_FOREVER = "public, max-age=31536000, immutable";

    private final String folder;
    private final List<String> modules;
    private final Map<String, StaticFile> byPath;
    private final StaticFile icon;

    private Assets(
            String folder, List<String> modules, Map<String, StaticFile> byPath, StaticFile icon) {
        this.folder = folder;
        this.modules = List.copyOf(modules);
        this.byPath = Map.copyOf(byPath);
        this.icon = icon;
    }

    static Assets load() {
        var files = new TreeMap<>(ModuleGraph.from(ENTRY).files());
        var modules = List.copyOf(files.keySet());
        files.put(STYLE, PageFile.read(STYLE));
        var folder = "/assets/" + fingerprint(files) + "/";
        var byPath = new HashMap<String, StaticFile>();
        files.forEach(
                (name, content) ->
                        byPath.put(
                                folder + name,
                                file(name, content).withHeader("Cache-Control", KEEP_FOREVER)));
        return new Assets(folder, modules, byPath, file("icon.svg", PageFile.read("icon.svg")));
    }

    /** A file of the dashboard as it is served: asked for each time, and only by the dashboard. */
    static StaticFile file(String name, byte[] content) {
        return StaticFile.of(name, content, Instant.now())
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cross-Origin-Opener-Policy", "same-origin")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    Optional<StaticFile> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    StaticFile icon() {
        return icon;
    }

    /** The URL path of {@code name}. */
    String url(String name) {
        return folder + name;
    }

    String entryUrl() {
        return url(ENTRY);
    }

    String styleUrl() {
        return url(STYLE);
    }

    /** The URL path of each module, so that a browser need not discover them one by one. */
    List<String> moduleUrls() {
        var urls = new ArrayList<String>();
        modules.forEach(module -> urls.add(url(module)));
        return urls;
    }

    private static String fingerprint(SortedMap<String, byte[]> files) {
        var all = new ByteArrayOutputStream();
        files.forEach(
                (name, content) -> {
                    all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
                    all.writeBytes(content);
                });
        return Digest.hex(all.toByteArray()).substring(0, 16);
    }
}
