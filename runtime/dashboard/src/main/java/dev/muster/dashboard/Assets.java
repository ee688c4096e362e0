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
    private final Instant startedAt;

    private Assets(List<String> modules, SortedMap<String, byte[]> files, Instant startedAt) {
        this.startedAt = startedAt;
        this.folder = "/assets/" + fingerprint(files) + "/";
        this.modules = List.copyOf(modules);
        this.icon = file("icon.svg", PageFile.read("icon.svg"));
        var found = new HashMap<String, StaticFile>();
        files.forEach(
                (name, content) ->
                        found.put(
                                url(name),
                                file(name, content).withHeader("Cache-Control", KEEP_FOREVER)));
        this.byPath = Map.copyOf(found);
    }

    /**
     * @param startedAt when this program was, for files of a jar have no time of their own
     */
    static Assets load(Instant startedAt) {
        var files = new TreeMap<>(ModuleGraph.from(ENTRY).files());
        var modules = List.copyOf(files.keySet());
        files.put(STYLE, PageFile.read(STYLE));
        return new Assets(modules, files, startedAt);
    }

    /** A file of the dashboard as it is served: asked for each time, and only by the dashboard. */
    StaticFile file(String name, byte[] content) {
        return StaticFile.of(name, content, startedAt)
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
